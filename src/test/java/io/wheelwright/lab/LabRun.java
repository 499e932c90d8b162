package io.wheelwright.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.lab.process.Await;
import io.wheelwright.lab.process.PidFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A lab that runs as a process, in a process group of its own like the job of a shell. */
final class LabRun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path directory;
    private final Path log;
    private final Process process;
    private final List<ProcessHandle> parts = new ArrayList<>();

    private LabRun(Path directory, Map<String, String> environment, List<String> options) throws IOException {
        this.directory = directory;
        this.log = Files.createTempFile("lab", ".log");
        List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.add("-Dlab.directory=" + directory);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Lab.class.getName()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().remove(Lab.EXISTING_CLUSTER);
        builder.environment().putAll(environment);
        process = builder.start();
    }

    static LabRun start(Path directory, String... options) throws IOException {
        return new LabRun(directory, Map.of(), List.of(options));
    }

    static LabRun on(Path kubeconfig, Path directory) throws IOException {
        return new LabRun(directory, Map.of(Lab.EXISTING_CLUSTER, kubeconfig.toString()), List.of());
    }

    /** Waits until the lab says that it is ready; the file of a killed one may still be there before. */
    LabShell awaitShell() {
        boolean said = Await.until(PATIENCE, () -> isReady() || !process.isAlive());
        assertThat(said && process.isAlive()).as("ready:%n%s", output()).isTrue();
        process.descendants().forEach(parts::add);
        new PidFile(directory.resolve(Database.NAME + ".pid")).find().ifPresent(parts::add);
        return LabShell.of(directory.resolve("env"));
    }

    /** Every process that it had started when it was ready, of which PostgreSQL is no child. */
    List<ProcessHandle> parts() {
        return List.copyOf(parts);
    }

    /** Ctrl-C, as a terminal does it: SIGINT for the whole group. */
    void interrupt() throws IOException, InterruptedException {
        signal("-INT");
    }

    /** SIGKILL for the lab alone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Waits for its end and tells what it printed. */
    String awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ended:%n%s", output())
                .isTrue();
        return output();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            process.destroy();
        }
        Files.deleteIfExists(log);
    }

    private boolean isReady() {
        return output().contains("Wheelwright is ready");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        String group = "-" + process.pid();
        int code = new ProcessBuilder("kill", signal, "--", group)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).as("kill %s %s", signal, group).isZero();
    }
}
