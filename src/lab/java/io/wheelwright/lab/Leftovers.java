package io.wheelwright.lab;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.wheelwright.lab.process.PidFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Processes that a killed lab or test run left behind. They are known by their pid files, never by a name. */
final class Leftovers {

    /** Those that use the others come first. */
    private static final List<String> ORDER =
            List.of("hub", "kube-controller-manager", "kube-apiserver", "etcd", Database.NAME);

    private static final Duration GRACE = Duration.ofSeconds(5);

    private Leftovers() {}

    /** Marks a directory as that of this JVM, whose end makes its processes orphans. */
    static void own(Path directory) {
        ownerOf(directory).write(ProcessHandle.current());
    }

    /** The JVM that runs a lab in that directory now. */
    static Optional<ProcessHandle> owner(Path directory) {
        return ownerOf(directory).find();
    }

    static void disown(Path directory) {
        ownerOf(directory).delete();
    }

    /** Ends what still runs there, and tells what that was. */
    static List<String> end(Path directory) {
        return ORDER.stream()
                .filter(name ->
                        new PidFile(directory.resolve(name + ".pid")).end(GRACE).isPresent())
                .toList();
    }

    /**
     * Ends the processes in every directory below whose JVM is gone, and removes it. JVMs that do so at the same time wait
     * for each other; a directory that nobody has marked yet is one that is just being made.
     */
    static void endOrphans(Path directories) {
        try {
            Files.createDirectories(directories);
            try (FileChannel lock = FileChannel.open(directories.resolve(".lock"), CREATE, WRITE);
                    FileLock ignored = lock.lock();
                    Stream<Path> children = Files.list(directories)) {
                children.filter(child -> Files.exists(ownerOf(child).path())
                                && owner(child).isEmpty())
                        .toList()
                        .forEach(child -> {
                            end(child);
                            delete(child);
                        });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PidFile ownerOf(Path directory) {
        return new PidFile(directory.resolve("owner.pid"));
    }
}
