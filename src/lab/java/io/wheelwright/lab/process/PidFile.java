package io.wheelwright.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Remembers a process, so that the next start can end what a crash left. A number alone is not enough, because numbers
 * are reused: start time and command must match too.
 */
public record PidFile(Path path) {

    /** The start time that Linux reports moves a little when the clock is adjusted. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    public void write(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        List<String> lines = List.of(
                Long.toString(process.pid()),
                info.startInstant().orElse(Instant.EPOCH).toString(),
                info.command().orElse(""));
        try {
            Files.createDirectories(path.getParent());
            Path written = Files.write(path.resolveSibling(path.getFileName() + ".new"), lines);
            Files.move(written, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that the file names, if it is still the same one. */
    public Optional<ProcessHandle> find() {
        try {
            if (!Files.exists(path)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(path);
            if (lines.size() < 3) {
                return Optional.empty();
            }
            Instant start = Instant.parse(lines.get(1));
            return ProcessHandle.of(Long.parseLong(lines.get(0))).filter(p -> isSame(p.info(), start, lines.get(2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process if it still runs, and forgets it. */
    public Optional<ProcessHandle> end(Duration grace) {
        Optional<ProcessHandle> process = find();
        process.ifPresent(p -> end(p, grace));
        delete();
        return process;
    }

    public void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void end(ProcessHandle process, Duration grace) {
        process.destroy();
        if (!Await.until(grace, () -> !process.isAlive())) {
            process.destroyForcibly();
            Await.until(grace, () -> !process.isAlive());
        }
    }

    private static boolean isSame(ProcessHandle.Info info, Instant start, String command) {
        return info.command().orElse("").equals(command)
                && info.startInstant()
                        .filter(s -> Duration.between(s, start).abs().compareTo(TOLERANCE) <= 0)
                        .isPresent();
    }
}
