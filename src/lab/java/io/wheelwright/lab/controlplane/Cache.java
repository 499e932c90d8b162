package io.wheelwright.lab.controlplane;

import io.wheelwright.lab.UserCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Programs that were fetched or built before, one folder for each version and platform. */
record Cache(Path root, Platform platform) implements Source {

    static Cache ofUser() {
        return new Cache(UserCache.folder("control-plane"), Platform.current());
    }

    @Override
    public String description(Program program) {
        return "cache " + folder(program);
    }

    @Override
    public Path find(Program program) throws NotHere {
        Path file = file(program);
        if (!Files.isExecutable(file)) {
            throw new NotHere("no " + program.file() + " there yet");
        }
        return file;
    }

    /** Keeps a complete file: whoever looks sees all of it or nothing. */
    Path keep(Program program, Path complete) throws IOException {
        if (!complete.toFile().setExecutable(true)) {
            throw new IOException(complete + " can't be made executable");
        }
        return Files.move(complete, file(program), StandardCopyOption.ATOMIC_MOVE);
    }

    /** A file beside the final one, to be filled and then kept. */
    Path newFile(Program program) throws IOException {
        Files.createDirectories(folder(program));
        return Files.createTempFile(folder(program), program.file(), ".part");
    }

    /** Lets one JVM at a time fill the cache. */
    FileLock lock() {
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return channel.lock();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(Program program) {
        return folder(program).resolve(program.file());
    }

    private Path folder(Program program) {
        String product = program.isKubernetes() ? "kubernetes" : program.file();
        return root.resolve(product + "-" + program.version() + "-" + platform);
    }
}
