package io.wheelwright.lab;

import io.wheelwright.lab.process.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * The classes of the packaged hub as a JVM has read and verified them, in a file, so that later hubs do not spend the time
 * for it again. A JVM takes a class from there only where its
 * bytes are the same; where there is no file, or none that fits, it reads the package.
 */
final class HubArchive {

    private static final Path LEARNED = Path.of("target", "hub.jsa").toAbsolutePath();

    /** Who makes the file holds a lock on this one. */
    private static final Path LOCK = LEARNED.resolveSibling("hub.jsa.lock");

    /** What the JDK knows of its own classes: the file is made on top of it, or not at all. */
    private static final Path BASE = Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa");

    /** The file is written after the hub has ended. */
    private static final Duration WRITING = Duration.ofMinutes(1);

    /** Of which classes cannot be kept, and why a file does not fit, is nothing that belongs into the hub's log. */
    private static final String SILENT = "-Xlog:cds*=off,class+path*=off";

    private static final Logger LOG = System.getLogger(HubArchive.class.getName());

    private static boolean tried;

    private final Path hub;
    private final Path own;

    /**
     * @param hub the jar that starts the hub
     * @param directory where a hub puts its file until it is whole
     */
    HubArchive(Path hub, Path directory) {
        this.hub = hub;
        this.own = directory.resolve("hub.jsa");
    }

    /** Has {@code maker} make the file, once, unless another process is at it. Where it fails, all goes on without. */
    void makeOnce(Runnable maker) {
        synchronized (HubArchive.class) {
            if (tried) {
                return;
            }
            tried = true;
            try (FileChannel lock = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (lock.tryLock() != null && isWanted()) {
                    maker.run();
                }
            } catch (IOException | RuntimeException | AssertionError without) {
                LOG.log(Level.WARNING, "hubs read the package", without);
            }
        }
    }

    /** Whether a file for this package is still to be made, and can be. */
    boolean isWanted() {
        return Files.exists(BASE) && !isLearned();
    }

    /** Options of a JVM that uses what there is. */
    List<String> toUse() {
        return isLearned() ? List.of("-XX:SharedArchiveFile=" + LEARNED, SILENT) : List.of();
    }

    /** Options of a JVM that makes the file when it ends. */
    List<String> toLearn() {
        return List.of("-XX:ArchiveClassesAtExit=" + own, SILENT);
    }

    /** Ends a hub that was started to make the file, and lets others use it when it is whole. */
    void takeFrom(Child process) {
        if (!process.end(WRITING) || !Files.exists(own)) {
            return;
        }
        try {
            Files.move(own, LEARNED, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException without) {
            LOG.log(Level.WARNING, "later hubs read the package", without);
        }
    }

    private boolean isLearned() {
        try {
            return Files.exists(LEARNED)
                    && Files.getLastModifiedTime(LEARNED).compareTo(Files.getLastModifiedTime(hub)) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
