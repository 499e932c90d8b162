package io.wheelwright.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.wheelwright.chart.HelmTemplate.Rendering;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpokeChartTest {
    private static Map<String, Rendering> renderings;

    @BeforeAll
    static void render() throws Exception {
        Map<String, Map<String, Object>> values = new LinkedHashMap<>();
        values.put("least", SpokeValues.least());
        values.put("whole", SpokeValues.whole());
        values.put("everything-on", SpokeValues.everythingOn());
        values.put("no-agent", SpokeValues.with("agent", Map.of("enabled", false), SpokeValues.least()));
        values.put("no-database", SpokeValues.with("database", Map.of("enabled", false), SpokeValues.least()));
        values.put("no-spoke-id", SpokeValues.global("spokeId", null));
        values.put("no-hostname", SpokeValues.global("hostname", null));
        values.put("hub-url-without-scheme", SpokeValues.global("hubUrl", "hub.example.com"));
        values.put("spoke-id-of-two-words", SpokeValues.global("spokeId", "Acme Inc"));
        values.put("storage-in-words", SpokeValues.global("storage", "plenty"));
        values.put("limit-in-words", SpokeValues.global("limits", Map.of("max_users", "many")));
        values.put("feature-as-number", SpokeValues.global("features", Map.of("export", 1)));
        values.put("misspelled", SpokeValues.with("aplication", Map.of("replicas", 2), SpokeValues.least()));
        values.put("root-user", SpokeValues.with("application", Map.of("user", 0), SpokeValues.least()));
        values.put(
                "metrics-of-no-database",
                SpokeValues.with("database", Map.of("enabled", false), SpokeValues.everythingOn()));
        values.put(
                "password-as-value",
                SpokeValues.with("mqtt", Map.of("enabled", true, "password", "secret"), SpokeValues.least()));
        values.put("low-port", SpokeValues.with("application", Map.of("port", 80), SpokeValues.least()));
        renderings = HelmTemplate.render(Path.of("helm/spoke"), values);
    }

    @ParameterizedTest
    @CsvSource({
        "no-spoke-id, spokeId",
        "no-hostname, hostname",
        "hub-url-without-scheme, hubUrl",
        "spoke-id-of-two-words, spokeId",
        "storage-in-words, storage",
        "limit-in-words, limits",
        "feature-as-number, features",
        "misspelled, aplication",
        "root-user, user",
        "metrics-of-no-database, metrics.enabled needs database.enabled",
        "password-as-value, password",
        "low-port, port"
    })
    void refusesBadValuesByName(String values, String named) {
        assertThat(renderings.get(values).refusal()).contains(named);
    }

    @Test
    void everyPodIsRestricted() {
        for (PodTemplateSpec pod : renderings.get("everything-on").pods()) {
            assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSpec().getSecurityContext().getRunAsUser()).isPositive();
            assertThat(pod.getSpec().getSecurityContext().getFsGroup()).isPositive();
            assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
                    .isEqualTo("RuntimeDefault");
            for (Container container : containers(pod).toList()) {
                SecurityContext context = container.getSecurityContext();
                assertThat(context.getAllowPrivilegeEscalation()).isFalse();
                assertThat(context.getReadOnlyRootFilesystem()).isTrue();
                assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
                assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory");
            }
        }
    }

    @Test
    void limitsAreTwiceTheRequests() {
        Container api = container(renderings.get("whole").one(Deployment.class, "spoke-application"));
        Container database = container(renderings.get("whole").one(StatefulSet.class, "spoke-database"));

        assertThat(api.getResources().getRequests()).containsEntry("cpu", new Quantity("1.5"));
        assertThat(api.getResources().getLimits())
                .containsEntry("cpu", new Quantity("3"))
                .containsEntry("memory", new Quantity("1024Mi"));
        assertThat(database.getResources().getLimits())
                .containsEntry("cpu", new Quantity("4"))
                .containsEntry("memory", new Quantity("4Gi"));
    }

    @Test
    void componentsCarryTheLabelThatTheHubLooksFor() {
        assertThat(renderings.get("least").pods())
                .extracting(pod -> pod.getMetadata().getLabels().get("wheelwright.io/component"))
                .containsExactlyInAnyOrder("agent", "api", "database", "backup", "export");
    }

    @Test
    void secretsComeByReferenceOnly() {
        assertThat(renderings.get("everything-on").all(Secret.class)).isEmpty();
        assertThat(renderings.get("everything-on").pods().stream().flatMap(SpokeChartTest::containers))
                .flatExtracting(Container::getEnv)
                .filteredOn(variable -> variable.getName().matches(".*(PASSWORD|SECRET|DATABASE_USERNAME)(_KEY)?"))
                .hasSize(4)
                .allSatisfy(variable ->
                        assertThat(variable.getValueFrom().getSecretKeyRef()).isNotNull());
    }

    @Test
    void volumesOutliveTheRelease() {
        assertThat(renderings.get("everything-on").all(PersistentVolumeClaim.class))
                .extracting(claim -> claim.getMetadata().getName())
                .containsExactlyInAnyOrder("spoke-agent", "spoke-database", "spoke-backups", "spoke-mqtt");
        assertThat(renderings.get("everything-on").all(PersistentVolumeClaim.class))
                .allSatisfy(claim -> assertThat(claim.getMetadata().getAnnotations())
                        .containsEntry("helm.sh/resource-policy", "keep"));
    }

    @Test
    void theIngressLeadsToApplicationAndIdentity() {
        Ingress ingress = renderings.get("whole").one(Ingress.class, "spoke");

        assertThat(ingress.getMetadata().getAnnotations())
                .containsEntry("cert-manager.io/cluster-issuer", "letsencrypt");
        assertThat(ingress.getSpec().getIngressClassName()).isEqualTo("nginx");
        assertThat(ingress.getSpec().getRules().get(0).getHost()).isEqualTo("acme.example.com");
        assertThat(ingress.getSpec().getTls().get(0).getHosts()).containsExactly("acme.example.com");
        assertThat(routes(ingress))
                .containsExactly(
                        "/.well-known/did.json -> spoke-agent", "/api -> spoke-application", "/ -> spoke-application");
    }

    @Test
    void hooksAreSuspendedTemplates() {
        assertThat(renderings.get("least").all(CronJob.class))
                .extracting(
                        job -> job.getMetadata().getName() + " " + job.getSpec().getSuspend())
                .containsExactlyInAnyOrder("spoke-backup true", "spoke-export true");
    }

    @Test
    void theAgentKnowsItsSpoke() {
        assertThat(container(renderings.get("whole").one(Deployment.class, "spoke-agent"))
                        .getEnv())
                .contains(
                        variable("WHEELWRIGHT_SPOKE_ID", "acme"),
                        variable("WHEELWRIGHT_HOSTNAME", "acme.example.com:8443"),
                        variable("WHEELWRIGHT_HUB_URL", "https://hub.example.com"),
                        variable("WHEELWRIGHT_APPLICATION_URL", "http://spoke-application:8080"),
                        variable("WHEELWRIGHT_VERSION", "2.1.0"));
    }

    @Test
    void withoutAgentNothingOfItIsLeft() {
        Rendering rendering = renderings.get("no-agent");

        assertThat(rendering.objects())
                .extracting(object -> object.getMetadata().getName())
                .doesNotContain("spoke-agent");
        assertThat(routes(rendering.one(Ingress.class, "spoke"))).hasSize(2);
        assertThat(container(rendering.one(Deployment.class, "spoke-application"))
                        .getEnv())
                .extracting(EnvVar::getName)
                .doesNotContain("WHEELWRIGHT_AGENT_URL");
    }

    @Test
    void withoutDatabaseNothingIsLeftToBackUp() {
        assertThat(renderings.get("no-database").all(StatefulSet.class)).isEmpty();
        assertThat(renderings.get("no-database").all(CronJob.class))
                .extracting(job -> job.getMetadata().getName())
                .containsExactly("spoke-export");
    }

    private static Stream<Container> containers(PodTemplateSpec pod) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream());
    }

    static EnvVar variable(String name, String value) {
        return new EnvVar(name, value, null);
    }

    static List<String> routes(Ingress ingress) {
        return ingress.getSpec().getRules().get(0).getHttp().getPaths().stream()
                .map(SpokeChartTest::route)
                .toList();
    }

    private static String route(HTTPIngressPath path) {
        return path.getPath() + " -> " + path.getBackend().getService().getName();
    }

    static Container container(HasMetadata workload) {
        return Rendering.podOf(workload)
                .findFirst()
                .orElseThrow()
                .getSpec()
                .getContainers()
                .get(0);
    }
}
