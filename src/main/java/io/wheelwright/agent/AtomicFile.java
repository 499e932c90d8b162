package io.wheelwright.agent;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that is seen whole or not at all, after a crash as well. */
record AtomicFile(Path path, String permissions) {

    /** A file for the agent's eyes only. */
    static AtomicFile secret(Path path) {
        return new AtomicFile(path, "rw-------");
    }

    /** A file that others may read. */
    static AtomicFile shared(Path path) {
        return new AtomicFile(path, "rw-r--r--");
    }

    void write(byte[] content) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path draft = directory.resolve("." + path.getFileName() + ".new");
        Files.deleteIfExists(draft);
        writeDraft(draft, content);
        Files.move(draft, path, ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(directory, READ)) {
            folder.force(true);
        }
    }

    private void writeDraft(Path draft, byte[] content) throws IOException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        try (FileChannel out = FileChannel.open(draft, Set.of(CREATE_NEW, WRITE), mode)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
    }
}
