package io.wheelwright.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * One Helm process and its temp folder; both end together. It takes one call at a time. It inherits nothing of the hub's
 * environment, where the password of the database may be.
 */
final class HelmChild implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of 19: about a tenth of a core where all are busy, so that no deployment takes longer than it may. */
    private static final String LOW = "10";

    private final Process process;
    private final Path folder;

    HelmChild(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder = new ProcessBuilder(command(folder)).redirectError(ProcessBuilder.Redirect.DISCARD);
            Map<String, String> environment = builder.environment();
            environment.clear();
            environment.put("HOME", folder.toString());
            process = builder.start();
        } catch (IOException cannotStart) {
            throw new UncheckedIOException("cannot start a Helm process", cannotStart);
        }
    }

    private static List<String> command(Path folder) {
        List<String> command = new ArrayList<>(nice());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                classPath(),
                HelmProgram.class.getName()));
        return command;
    }

    /** Who waits for an answer of the hub comes first, where the system has the command for that. */
    private static List<String> nice() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "nice"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(nice -> List.of(nice.toString(), "-n", LOW))
                .orElse(List.of());
    }

    /** Where the values of a call lie while it lasts. */
    Path valuesFile() {
        return folder.resolve("values.json");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Makes the call and returns Helm's error, if there was one.
     *
     * @throws TimeoutException when there is no answer in time; the process is of no use any more then
     * @throws IOException when the process ended instead of answering
     */
    Optional<String> call(HelmCall call, Duration deadline) throws IOException, TimeoutException {
        process.outputWriter(StandardCharsets.UTF_8).write(JSON.writeValueAsString(call) + "\n");
        process.outputWriter(StandardCharsets.UTF_8).flush();
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(this::readAnswer, task -> {
            Thread reader = new Thread(task, "helm-answer");
            reader.setDaemon(true);
            reader.start();
        });
        try {
            JsonNode error = JSON.readTree(answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS))
                    .get("error");
            return error == null ? Optional.empty() : Optional.of(error.asText());
        } catch (ExecutionException ended) {
            throw new IOException("the Helm process ended in the middle of a call", ended.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in the middle of a Helm call", interrupted);
        } finally {
            Files.deleteIfExists(valuesFile());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        Folders.delete(folder);
    }

    private String readAnswer() {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        try {
            String line;
            while ((line = output.readLine()) != null) {
                int mark = line.indexOf(HelmProgram.MARK);
                if (mark >= 0) {
                    return line.substring(mark + HelmProgram.MARK.length());
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        throw new UncheckedIOException(new IOException("its output ended"));
    }

    /** The packaged hub starts from a jar that names no class path of its own; its libraries lie beside it. */
    private static String classPath() {
        String own = System.getProperty("java.class.path");
        if (!own.endsWith("quarkus-run.jar")) {
            return own;
        }
        Path home = Path.of(own).toAbsolutePath().getParent();
        return String.join(
                File.pathSeparator,
                List.of(home.resolve("app") + "/*", home.resolve("lib/main") + "/*", home.resolve("lib/boot") + "/*"));
    }
}
