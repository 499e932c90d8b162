package io.wheelwright.chart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Renders a chart as Helm does, in a process of its own: Helm's library takes over signals and output of its process. */
final class HelmTemplate {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HelmTemplate() {}

    /** What came of one set of values: the objects, or Helm's refusal. */
    record Rendering(List<HasMetadata> objects, String refusal) {

        <T extends HasMetadata> List<T> all(Class<T> kind) {
            return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        <T extends HasMetadata> T one(Class<T> kind, String name) {
            return all(kind).stream()
                    .filter(object -> object.getMetadata().getName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName() + " " + name + refusal));
        }

        /** The pods that its workloads ask for. */
        List<PodTemplateSpec> pods() {
            return objects.stream().flatMap(Rendering::podOf).toList();
        }

        static Stream<PodTemplateSpec> podOf(HasMetadata object) {
            if (object instanceof Deployment deployment) {
                return Stream.of(deployment.getSpec().getTemplate());
            }
            if (object instanceof StatefulSet set) {
                return Stream.of(set.getSpec().getTemplate());
            }
            if (object instanceof Job job) {
                return Stream.of(job.getSpec().getTemplate());
            }
            if (object instanceof CronJob job) {
                return Stream.of(job.getSpec().getJobTemplate().getSpec().getTemplate());
            }
            return Stream.empty();
        }
    }

    /** Renders the chart once with each of the named sets of values. */
    static Map<String, Rendering> render(Path chart, Map<String, Map<String, Object>> valuesByName)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("chart");
        for (Map.Entry<String, Map<String, Object>> values : valuesByName.entrySet()) {
            JSON.writeValue(folder.resolve(values.getKey() + ".json").toFile(), values.getValue());
        }
        run(chart, folder);
        Map<String, Rendering> renderings = new LinkedHashMap<>();
        for (String name : valuesByName.keySet()) {
            renderings.put(name, read(folder, name));
        }
        return renderings;
    }

    private static Rendering read(Path folder, String name) throws IOException {
        Path refusal = folder.resolve(name + ".refusal");
        if (Files.exists(refusal)) {
            return new Rendering(List.of(), Files.readString(refusal));
        }
        List<HasMetadata> objects = Stream.of(
                        Files.readString(folder.resolve(name + ".yaml")).split("(?m)^---\\s*$"))
                .filter(document -> document.contains("kind:"))
                .map(document -> (HasMetadata) Serialization.unmarshal(document))
                .toList();
        return new Rendering(objects, "");
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
            throw new IOException(Files.readString(output));
        }
    }

    /** The forked process: renders chart {@code args[0]} with each values file in folder {@code args[1]}. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        List<Path> valuesFiles;
        try (Stream<Path> files = Files.list(folder)) {
            valuesFiles =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
        }
        for (Path values : valuesFiles) {
            String name = values.getFileName().toString().replace(".json", "");
            try {
                Files.writeString(folder.resolve(name + ".yaml"), manifest(Path.of(args[0]), values));
            } catch (IllegalStateException e) {
                Files.writeString(folder.resolve(name + ".refusal"), e.getMessage());
            }
        }
    }

    private static String manifest(Path chart, Path values) {
        return new Helm(chart)
                .template()
                .withName("spoke")
                .withNamespace("spoke-acme")
                .withValuesFile(values)
                .call();
    }
}
