package io.wheelwright.lab.controlplane;

import io.wheelwright.lab.controlplane.Source.NotHere;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds programs, each by itself, at the first source that has it: a folder that somebody set up, the user's cache,
 * the projects' releases, a build from source. The last two fill the cache.
 */
final class Binaries {

    private final FolderSource folder;
    private final Cache cache;
    private final List<Source> makers;

    Binaries(FolderSource folder, Cache cache, List<Source> makers) {
        this.folder = folder;
        this.cache = cache;
        this.makers = List.copyOf(makers);
    }

    /** The sources of this machine and this clone. */
    static Binaries ofMachine(Consumer<String> progress) {
        Cache cache = Cache.ofUser();
        Path modules = Path.of("kubernetes", "local").toAbsolutePath();
        return new Binaries(
                FolderSource.fromEnvironment(),
                cache,
                List.of(Download.ofProjects(cache, progress), new GoBuild(modules, cache, progress)));
    }

    /** The executable file, made if need be; says of every source why it has none. */
    Path find(Program program) {
        List<String> reasons = new ArrayList<>();
        return ask(List.of(folder, cache), program, reasons).orElseGet(() -> make(program, reasons));
    }

    private Path make(Program program, List<String> reasons) {
        FileLock lock = cache.lock();
        try {
            List<Source> sources = new ArrayList<>(makers);
            // Another JVM may have filled it while this one waited for the lock.
            sources.add(0, cache);
            return ask(sources, program, reasons)
                    .orElseThrow(() -> new IllegalStateException(program.file() + " " + program.version()
                            + " was not found. Tried:\n  - "
                            + String.join("\n  - ", reasons.stream().distinct().toList())));
        } finally {
            release(lock);
        }
    }

    private static Optional<Path> ask(List<Source> sources, Program program, List<String> reasons) {
        for (Source source : sources) {
            try {
                return Optional.of(source.find(program));
            } catch (NotHere e) {
                reasons.add(source.description(program) + ": " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static void release(FileLock lock) {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
