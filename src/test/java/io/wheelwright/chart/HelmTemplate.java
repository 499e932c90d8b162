package io.wheelwright.chart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Renders a chart as Helm does, in a process of its own: Helm's library takes over signals and output of its process. */
final class HelmTemplate {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HelmTemplate() {}

    /** Helm did not render; the message is Helm's. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    static List<HasMetadata> render(Path chart, Map<String, Object> values) {
        try {
            Path folder = Files.createTempDirectory("chart");
            JSON.writeValue(folder.resolve("values.json").toFile(), values);
            run(chart, folder);
            String manifest = Files.readString(folder.resolve("manifest.yaml"));
            return Stream.of(manifest.split("(?m)^---\\s*$"))
                    .filter(document -> document.contains("kind:"))
                    .map(document -> (HasMetadata) Serialization.unmarshal(document))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void run(Path chart, Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process helm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HelmTemplate.class.getName(),
                        chart.toAbsolutePath().toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (helm.waitFor() != 0) {
            throw new Refused(Files.readString(output));
        }
    }

    /** The forked process: renders chart {@code args[0]} with and into folder {@code args[1]}. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        String manifest = new Helm(Path.of(args[0]))
                .template()
                .withName("spoke")
                .withNamespace("spoke-acme")
                .withValuesFile(folder.resolve("values.json"))
                .call();
        Files.writeString(folder.resolve("manifest.yaml"), manifest);
    }
}
