package io.wheelwright.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Temp folders, each under a name that tells whose it is: the process id of its hub. */
final class Folders {

    private static final String PREFIX = "wheelwright-helm-";

    private Folders() {}

    /** A folder of this process. */
    static Path own() {
        return base().resolve(PREFIX + ProcessHandle.current().pid());
    }

    /** Clears what hubs have left that were killed. */
    static void clearOrphans() {
        for (Path folder : list(base())) {
            String name = folder.getFileName().toString();
            if (name.startsWith(PREFIX) && isOrphan(name.substring(PREFIX.length()))) {
                delete(folder);
            }
        }
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot clear a temp folder", failure);
        }
    }

    private static boolean isOrphan(String pid) {
        try {
            return ProcessHandle.of(Long.parseLong(pid)).isEmpty();
        } catch (NumberFormatException notOurs) {
            return false;
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the temp folder", failure);
        }
    }

    private static Path base() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
