package io.wheelwright.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wheelwright.WheelwrightConfig;
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

    @Test
    void nobodySignsUpUnlessItIsSaid() throws Exception {
        // When
        HelmTemplate.Rendering chart = HelmTemplate.render(Path.of("helm/wheelwright"), Map.of("defaults", Map.of()))
                .get("defaults");

        // Then
        assertThat(environment(chart)).isNotEmpty().doesNotContainKey("WHEELWRIGHT_HOSTED_ENABLED");
        assertThat(new SmallRyeConfigBuilder()
                        .withMapping(WheelwrightConfig.class)
                        .build()
                        .getConfigMapping(WheelwrightConfig.class)
                        .hosted()
                        .enabled())
                .isFalse();
    }

    @Test
    void secretSettingsAndFilesReachTheHub() throws Exception {
        // When
        HelmTemplate.Rendering chart = HelmTemplate.render(
                        Path.of("helm/wheelwright"),
                        Map.of("example", exampleOf(Path.of("helm/wheelwright/README.md"))))
                .get("example");

        // Then
        assertThat(chart.refusal()).isEmpty();
        PodSpec pod = chart.all(Deployment.class).get(0).getSpec().getTemplate().getSpec();
        Container hub = pod.getContainers().get(0);
        assertThat(hub.getEnvFrom())
                .singleElement()
                .extracting(from -> from.getSecretRef().getName())
                .isEqualTo("wheelwright-mailer");
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getSecret() != null)
                .singleElement()
                .extracting(volume -> volume.getSecret().getSecretName())
                .isEqualTo("license-keys");
        assertThat(hub.getVolumeMounts())
                .filteredOn(mount -> mount.getName().equals("keys"))
                .singleElement()
                .satisfies(mount -> assertThat(hub.getEnv()).anySatisfy(variable -> {
                    assertThat(variable.getName()).isEqualTo("WHEELWRIGHT_LICENSE_KEY_FOLDER");
                    assertThat(variable.getValue()).isEqualTo(mount.getMountPath());
                }));
    }

    /** The last example of values in the page. */
    private static Map<String, Object> exampleOf(Path page) throws IOException {
        String text = Files.readString(page);
        String example = text.substring(text.lastIndexOf("```yaml\n") + "```yaml\n".length(), text.lastIndexOf("```"));
        return Serialization.unmarshal(example, Map.class);
    }

    @Test
    void staffBillerAndSignupBecomeSettings() throws Exception {
        Map<String, HelmTemplate.Rendering> charts = HelmTemplate.render(
                Path.of("helm/wheelwright"),
                Map.of(
                        "defaults", Map.of(),
                        "staff",
                                Map.of(
                                        "admin", Map.of("secretName", ""),
                                        "staff",
                                                Map.of(
                                                        "issuer", "https://login.example",
                                                        "audience", "hub",
                                                        "admins", List.of("ops", "sre"))),
                        "both",
                                Map.of(
                                        "admin", Map.of("tokenEnabled", true),
                                        "staff",
                                                Map.of(
                                                        "issuer", "https://login.example",
                                                        "audience", "hub",
                                                        "viewers", List.of("support"))),
                        "waitlist",
                                Map.of(
                                        "signup",
                                        Map.of(
                                                "posture",
                                                "waitlist",
                                                "challenge",
                                                Map.of("url", "https://verify.example", "secretName", "captcha"))),
                        "biller", Map.of("biller", Map.of("secretName", "ledger", "source", "ledger")),
                        "nameless", Map.of("biller", Map.of("secretName", "ledger")),
                        "careless", Map.of("signup", Map.of("challenge", Map.of("url", "https://verify.example"))),
                        "wrong", Map.of("signup", Map.of("posture", "closed"))));

        assertThat(environment(charts.get("defaults")))
                .containsEntry("WHEELWRIGHT_SIGNUP_POSTURE", "open")
                .containsKey("WHEELWRIGHT_ADMIN_TOKEN_SHA256")
                .doesNotContainKeys(
                        "WHEELWRIGHT_ADMIN_TOKEN_ENABLED",
                        "WHEELWRIGHT_STAFF_ENABLED",
                        "WHEELWRIGHT_SIGNUP_CHALLENGE_PROVIDER",
                        "WHEELWRIGHT_STRIPE_API_KEY_FILE",
                        "WHEELWRIGHT_BILLER_TOKEN_SHA256");
        assertThat(environment(charts.get("both")))
                .containsEntry("WHEELWRIGHT_ADMIN_TOKEN_ENABLED", "true")
                .containsEntry("WHEELWRIGHT_STAFF_ENABLED", "true");
        assertThat(environment(charts.get("staff")))
                .containsEntry("WHEELWRIGHT_STAFF_ENABLED", "true")
                .containsEntry("WHEELWRIGHT_STAFF_ADMINS", "ops,sre")
                .containsEntry("WHEELWRIGHT_STAFF_ROLE_CLAIM", "groups")
                .doesNotContainKeys("WHEELWRIGHT_ADMIN_TOKEN_SHA256", "WHEELWRIGHT_ADMIN_TOKEN_ENABLED");
        assertThat(environment(charts.get("waitlist")))
                .containsEntry("WHEELWRIGHT_SIGNUP_POSTURE", "waitlist")
                .containsEntry("WHEELWRIGHT_SIGNUP_CHALLENGE_PROVIDER", "verify-url")
                .containsKey("WHEELWRIGHT_SIGNUP_CHALLENGE_SECRET");
        assertThat(environment(charts.get("biller")))
                .containsKey("WHEELWRIGHT_BILLER_TOKEN_SHA256")
                .containsEntry("WHEELWRIGHT_BILLER_SOURCE", "ledger");
        assertThat(charts.get("nameless").refusal()).contains("biller.source");
        assertThat(charts.get("careless").refusal()).contains("signup.challenge.secretName");
        assertThat(charts.get("wrong").refusal()).contains("posture");
    }

    @Test
    void theKeysOfStripeAreFilesOfASecret() throws Exception {
        HelmTemplate.Rendering chart = HelmTemplate.render(
                        Path.of("helm/wheelwright"),
                        Map.of(
                                "stripe",
                                Map.of(
                                        "stripe",
                                        Map.of(
                                                "secretName",
                                                "stripe-keys",
                                                "live",
                                                true,
                                                "returnUrls",
                                                List.of("https://shop.example", "https://other.example")))))
                .get("stripe");

        assertThat(chart.refusal()).isEmpty();
        PodSpec pod = chart.all(Deployment.class).get(0).getSpec().getTemplate().getSpec();
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getName().equals("stripe"))
                .singleElement()
                .extracting(volume -> volume.getSecret().getSecretName())
                .isEqualTo("stripe-keys");
        assertThat(pod.getContainers().get(0).getVolumeMounts())
                .filteredOn(mount -> mount.getName().equals("stripe"))
                .singleElement()
                .satisfies(mount -> assertThat(environment(chart))
                        .containsEntry("WHEELWRIGHT_STRIPE_API_KEY_FILE", mount.getMountPath() + "/api-key")
                        .containsEntry(
                                "WHEELWRIGHT_STRIPE_WEBHOOK_SECRETS_FILE", mount.getMountPath() + "/webhook-secrets")
                        .containsEntry("WHEELWRIGHT_STRIPE_LIVE", "true")
                        .containsEntry("WHEELWRIGHT_STRIPE_RETURN_URLS", "https://shop.example,https://other.example"));
    }

    /** By its name, what each variable is set to; empty for what a Secret has. */
    private static Map<String, String> environment(HelmTemplate.Rendering chart) {
        return chart.all(Deployment.class).get(0).getSpec().getTemplate().getSpec().getContainers().stream()
                .flatMap(container -> container.getEnv().stream())
                .collect(Collectors.toMap(EnvVar::getName, set -> set.getValue() == null ? "" : set.getValue()));
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
