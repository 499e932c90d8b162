package io.wheelwright.release;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Temp folders, each under a name that tells whose it is: id and start of the hub's process. The id alone is not enough,
 * because in a container every hub has the same.
 */
final class Folders {

    private static final String PREFIX = "wheelwright-helm-";
    private static final Pattern MARK = Pattern.compile("(?<pid>\\d{1,10})-(?<start>\\d{1,15})-");

    /** Java derives the start from the time of the boot, which moves a little when the clock is set. */
    private static final long SAME_MILLIS = 5_000;

    private Folders() {}

    /** A new folder of this process. */
    static Path make() {
        try {
            return Files.createTempDirectory(base(), PREFIX + mark(ProcessHandle.current()) + "-");
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make a temp folder", failure);
        }
    }

    /** Clears what hubs have left that were killed. */
    static void clearOrphans() {
        clearOrphans(Folders::delete);
    }

    static void clearOrphans(Consumer<Path> deletion) {
        for (Path folder : list(base())) {
            String name = folder.getFileName().toString();
            if (name.startsWith(PREFIX) && isOrphan(name.substring(PREFIX.length()))) {
                tryTo(deletion, folder);
            }
        }
    }

    /** The temp folder is everybody's: what another user has left there is not ours to clear, and holds nobody up. */
    private static void tryTo(Consumer<Path> deletion, Path folder) {
        try {
            deletion.accept(folder);
        } catch (UncheckedIOException notOurs) {
            Log.debugf("The temp folder %s is left where it is: %s", folder, notOurs.getCause());
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

    private static boolean isOrphan(String owner) {
        Matcher mark = MARK.matcher(owner);
        return mark.lookingAt()
                && ProcessHandle.of(Long.parseLong(mark.group("pid")))
                        .filter(process -> Math.abs(start(process) - Long.parseLong(mark.group("start"))) < SAME_MILLIS)
                        .isEmpty();
    }

    private static String mark(ProcessHandle process) {
        return process.pid() + "-" + start(process);
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
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
