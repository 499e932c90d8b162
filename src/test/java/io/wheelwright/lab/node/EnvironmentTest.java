package io.wheelwright.lab.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

    private static final Pod POD = new PodBuilder()
            .withNewMetadata()
            .withNamespace("spoke-a")
            .withName("web-1")
            .addToLabels("tier", "gold")
            .endMetadata()
            .build();

    @Test
    void laterSourcesWinAndReferencesSeeWhatCameBefore() {
        Environment environment = resolve(new ContainerBuilder()
                .addNewEnvFrom()
                .withPrefix("P_")
                .withNewSecretRef("present", false)
                .endEnvFrom()
                .addNewEnv()
                .withName("P_key")
                .withValue("<$(P_key)> $(NOBODY) $$(P_key)")
                .endEnv());
        assertThat(environment.missing()).isEmpty();
        assertThat(environment.values())
                .containsEntry("HOSTNAME", "web-1")
                .containsEntry("P_key", "<value> $(NOBODY) $(P_key)");
    }

    @Test
    void readsFieldsOfThePod() {
        Environment environment = resolve(
                new ContainerBuilder().addToEnv(field("IP", "status.podIP"), field("TIER", "metadata.labels['tier']")));
        assertThat(environment.values()).containsEntry("IP", "10.244.0.16").containsEntry("TIER", "gold");
    }

    @Test
    void namesWhatIsMissingUnlessItIsOptional() {
        Environment environment = resolve(new ContainerBuilder()
                .addNewEnvFrom()
                .withNewConfigMapRef("absent", false)
                .endEnvFrom()
                .addNewEnvFrom()
                .withNewConfigMapRef("absent-too", true)
                .endEnvFrom()
                .addNewEnv()
                .withName("A")
                .withNewValueFrom()
                .withNewSecretKeyRef("no-key", "present", false)
                .endValueFrom()
                .endEnv());
        assertThat(environment.missing())
                .containsExactly(
                        "configmap \"absent\" not found", "couldn't find key no-key in secret spoke-a/present");
    }

    @Test
    void neverPrintsValues() {
        assertThat(resolve(new ContainerBuilder()
                        .addNewEnv()
                        .withName("A")
                        .withValue("hidden")
                        .endEnv()))
                .hasToString("Environment[HOSTNAME, A]");
    }

    private static EnvVar field(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef("v1", path)
                .endValueFrom()
                .build();
    }

    private static Environment resolve(ContainerBuilder container) {
        return Environment.of(container.build(), new PodFields(POD, "10.244.0.16"), new ConfigObjects() {
            @Override
            public Optional<Map<String, byte[]>> secret(String name) {
                return Optional.of(Map.of("key", "value".getBytes(StandardCharsets.UTF_8)))
                        .filter(all -> name.equals("present"));
            }

            @Override
            public Optional<Map<String, byte[]>> configMap(String name) {
                return Optional.empty();
            }
        });
    }
}
