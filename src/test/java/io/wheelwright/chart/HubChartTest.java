package io.wheelwright.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.wheelwright.lab.HubProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The chart of the hub and the plain manifests grant the same rights and draw the same boundaries. */
class HubChartTest {

    private static final Path MANIFESTS = Path.of("kubernetes/install");
    private static final List<String> COMPARED = List.of("rbac.yaml", "boundary.yaml", "admission.yaml");

    @Test
    void rightsAndBoundariesAreThoseOfTheManifests() throws Exception {
        // When
        HelmTemplate.Rendering chart = HelmTemplate.render(Path.of("helm/wheelwright"), Map.of("defaults", Map.of()))
                .get("defaults");

        // Then
        assertThat(chart.refusal()).isEmpty();
        assertThat(byIdentity(chart.objects().stream().filter(object -> kinds().contains(object.getKind()))))
                .isEqualTo(byIdentity(manifests()));
        assertThat(chart.all(Deployment.class)).hasSize(1);
    }

    @Test
    void theJvmIsTheOneThatTheBenchMeasures() throws Exception {
        // When
        HelmTemplate.Rendering chart = HelmTemplate.render(Path.of("helm/wheelwright"), Map.of("defaults", Map.of()))
                .get("defaults");

        // Then
        assertThat(chart.all(Deployment.class).get(0).getSpec().getTemplate().getSpec().getContainers().stream()
                        .flatMap(container -> container.getEnv().stream())
                        .filter(variable -> variable.getName().equals("JAVA_TOOL_OPTIONS")))
                .singleElement()
                .extracting(EnvVar::getValue)
                .isEqualTo(String.join(" ", HubProcess.SHIPPED));
    }

    private static Set<String> kinds() {
        return manifests().map(HasMetadata::getKind).collect(Collectors.toSet());
    }

    private static Stream<HasMetadata> manifests() {
        return COMPARED.stream().flatMap(file -> read(MANIFESTS.resolve(file)));
    }

    private static Stream<HasMetadata> read(Path file) {
        try {
            return Stream.of(Files.readString(file).split("(?m)^---\\s*$"))
                    .filter(document -> document.contains("kind:"))
                    .map(document -> (HasMetadata) Serialization.unmarshal(document));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static Map<String, String> byIdentity(Stream<HasMetadata> objects) {
        Map<String, String> found = new TreeMap<>();
        objects.forEach(object -> found.put(
                object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                        + object.getMetadata().getName(),
                Serialization.asYaml(object)));
        return found;
    }
}
