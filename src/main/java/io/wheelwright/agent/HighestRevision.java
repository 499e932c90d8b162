package io.wheelwright.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The highest license revision that this spoke ever accepted, so that an older license cannot be put back. */
final class HighestRevision {
    private final Path file;
    private volatile long value;

    HighestRevision(Path dataDirectory) throws IOException {
        this.file = dataDirectory.resolve("license-revision");
        this.value = read();
    }

    long value() {
        return value;
    }

    void raiseTo(long revision) throws IOException {
        if (revision > value) {
            AtomicFile.secret(file).write(Long.toString(revision).getBytes(StandardCharsets.US_ASCII));
            value = revision;
        }
    }

    private long read() throws IOException {
        try {
            return Long.parseLong(
                    Files.readString(file, StandardCharsets.ISO_8859_1).strip());
        } catch (NoSuchFileException e) {
            return 0;
        } catch (NumberFormatException e) {
            throw new IOException("The highest license revision in " + file + " is damaged: remove the file.", e);
        }
    }
}
