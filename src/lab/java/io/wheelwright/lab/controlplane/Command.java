package io.wheelwright.lab.controlplane;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** A program that runs to its end; what it wrote is the message of its failure. */
final class Command {

    private static final int TICK_SECONDS = 10;
    private static final int SHOWN_LINES = 5;

    private final List<String> words;
    private final Map<String, String> environment = new HashMap<>();
    private Path directory = Path.of("");

    Command(List<String> words) {
        this.words = words;
    }

    static void run(List<String> words) throws IOException {
        new Command(words).run(seconds -> {});
    }

    /** Where the PATH has that program. */
    static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Command in(Path folder) {
        directory = folder;
        return this;
    }

    Command with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Runs it, and calls back with the seconds so far, from time to time. */
    void run(LongConsumer ticks) throws IOException {
        Path output = Files.createTempFile("command", ".log");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            await(process, ticks);
            if (process.exitValue() != 0) {
                throw new IOException(words.get(0) + " ended with " + process.exitValue() + ": " + tail(output));
            }
        } finally {
            Files.delete(output);
        }
    }

    private static void await(Process process, LongConsumer ticks) throws IOException {
        long begin = System.nanoTime();
        try {
            while (!process.waitFor(TICK_SECONDS, TimeUnit.SECONDS)) {
                ticks.accept(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String tail(Path output) throws IOException {
        List<String> lines =
                Files.readString(output, StandardCharsets.UTF_8).lines().toList();
        return String.join("\n    ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}
