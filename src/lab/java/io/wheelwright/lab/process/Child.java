package io.wheelwright.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A process of the lab: its output goes to {@code <name>.log}, its identity to {@code <name>.pid}. */
public final class Child implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10);

    /** Exit codes of a process that has done all that it does at its end: by itself, or after SIGTERM. */
    private static final Set<Integer> IN_ORDER = Set.of(0, 128 + 15);

    private final String name;
    private final Process process;
    private final PidFile pidFile;
    private final Path log;

    private Child(String name, Process process, PidFile pidFile, Path log) {
        this.name = name;
        this.process = process;
        this.pidFile = pidFile;
        this.log = log;
    }

    /** Ends a former process of that name in that directory, then starts this one. */
    public static Child start(String name, Path directory, List<String> command, Map<String, String> environment) {
        PidFile pidFile = new PidFile(directory.resolve(name + ".pid"));
        pidFile.end(GRACE);
        try {
            Files.createDirectories(directory);
            Path log = directory.resolve(name + ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            pidFile.write(process.toHandle());
            return new Child(name, process, pidFile, log);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " did not start", e);
        }
    }

    public String name() {
        return name;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public Path log() {
        return log;
    }

    /** Ends it at once, as a crash would: SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        Await.until(GRACE, () -> !process.isAlive());
        pidFile.delete();
    }

    /** Asks it to end and waits; a process that does not listen is killed. */
    @Override
    public void close() {
        end(GRACE);
    }

    /** The same with another grace; returns whether the process has ended in order. */
    public boolean end(Duration grace) {
        PidFile.end(process.toHandle(), grace);
        pidFile.delete();
        return Await.until(GRACE, () -> !process.isAlive()) && IN_ORDER.contains(process.exitValue());
    }

    /** The last lines that it wrote, for messages about its failure. */
    public String tail(int lines) {
        try {
            List<String> all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** Waits until it is ready; says what it wrote when it ends before, or is not ready in time. */
    public void awaitReady(Duration limit, BooleanSupplier ready) {
        boolean late = !Await.until(limit, () -> !isAlive() || ready.getAsBoolean());
        if (!isAlive()) {
            throw new IllegalStateException(
                    name + " ended with code " + process.exitValue() + "; its last lines:\n" + tail(15));
        }
        if (late) {
            throw new IllegalStateException(name + " was not ready after " + limit.toSeconds() + " s (" + log
                    + "); its last lines:\n" + tail(15));
        }
    }
}
