package io.wheelwright.story;

import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.Manifests;
import io.wheelwright.lab.Samples;
import io.wheelwright.release.PublishedChart;
import io.wheelwright.support.Hub;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From {@code kubectl apply} to a running, heartbeating instance. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlStory {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private PublishedChart published;
    private Hub hub;

    @BeforeAll
    void aHubWithAProductAndACustomer() throws IOException {
        published = PublishedChart.of("plain", "2.3.4");
        hub = Hub.start("kubectl", Map.of("wheelwright.charts.plain-http", published.plainHttp()));
        hub.apply(Manifests.product("cosmetics"));
        hub.apply(Manifests.organization("acme"));
    }

    @AfterAll
    void end() {
        hub.close();
        published.close();
    }

    @Test
    void aSpokeGoesThroughTheFivePhasesToReady() {
        hub.apply(Manifests.spoke("first", "acme", "cosmetics"));

        hub.awaitReady("first");

        Spoke spoke = hub.spoke("first");
        assertThat(spoke.getStatus().did()).startsWith("did:web:first.");
        assertThat(spoke.getStatus().release().revision()).isEqualTo(1);
        assertThat(spoke.getStatus().license().revision()).isEqualTo(1);
        JsonNode verified = hub.agent("first", "/access");
        assertThat(verified.path("licensed").asBoolean()).isTrue();
        assertThat(verified.path("access").asText()).isEqualTo("full");
        assertThat(verified.path("plan").asText()).isEqualTo("starter");
        assertThat(verified.path("limits").path("maxProducts").asInt()).isEqualTo(10);
        assertThat(verified.path("revision").asInt()).isEqualTo(1);
        assertThat(spoke.getStatus().operation().progress()).isEqualTo(100);
        assertThat(brokerSecret("first")).as("its chart has no broker").isNull();
        assertThat(hub.rows("select phase from provisioning_events where spoke_id = 'first' and status = 'completed'"
                        + " order by id"))
                .containsExactly(
                        List.of("Claim"),
                        List.of("Provision"),
                        List.of("Boot"),
                        List.of("Install"),
                        List.of("Handoff"));
        assertThat(hub.cluster()
                        .events()
                        .v1()
                        .events()
                        .inNamespace(hub.space().fleetNamespace())
                        .list()
                        .getItems())
                .filteredOn(event -> event.getRegarding().getName().equals("first"))
                .extracting(event -> event.getReason())
                .contains(
                        "ClaimCompleted",
                        "ProvisionCompleted",
                        "BootCompleted",
                        "InstallCompleted",
                        "HandoffCompleted");
    }

    @Test
    void theSameAgainHasNoSideEffects() {
        hub.apply(Manifests.spoke("again", "acme", "cosmetics"));
        hub.awaitReady("again");
        String before = hub.spoke("again").getMetadata().getResourceVersion();

        hub.apply(Manifests.spoke("again", "acme", "cosmetics"));

        hub.process().kill();
        hub.rows("update spokes set status = 'suspended', access = 'None' where spoke_id = 'again' returning id");
        hub.process().start().awaitReady();
        hub.awaitReady("again");
        await("a row that is older than the resource, as after a restore of the database, is brought up to date")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(hub.rows("select status, access from spokes where spoke_id = 'again'"))
                        .containsExactly(List.of("active", "Full")));
        assertThat(hub.spoke("again").getMetadata().getResourceVersion()).isEqualTo(before);
        assertThat(releases("again")).hasSize(1);
    }

    @Test
    void guardRailsComeBackWhenSomebodyRemovesOrEditsThem() {
        hub.apply(Manifests.spoke("guarded", "acme", "cosmetics"));
        hub.awaitReady("guarded");
        String namespace = hub.namespaceOf("guarded");
        var policies = hub.cluster().network().v1().networkPolicies().inNamespace(namespace);
        var quotas = hub.cluster().resourceQuotas().inNamespace(namespace);

        policies.withName("wheelwright-default-deny").delete();
        quotas.withName("wheelwright").edit(quota -> {
            quota.getSpec().setHard(Map.of("limits.cpu", new Quantity("400")));
            return quota;
        });

        await().atMost(SOON).untilAsserted(() -> {
            assertThat((HasMetadata)
                            policies.withName("wheelwright-default-deny").get())
                    .isNotNull();
            assertThat(quotas.withName("wheelwright").get().getSpec().getHard())
                    .extractingByKey("limits.cpu")
                    .hasToString("4");
        });
    }

    @Test
    void anInstanceWhoseNamespaceSomebodyDeletesIsMadeAnewWithAllThatItNeeds() {
        hub.apply(Manifests.product("fleeting", plainChart("")));
        hub.apply(Manifests.spoke("fleeting", "acme", "fleeting"));
        hub.awaitReady("fleeting");
        var namespace = hub.cluster().namespaces().withName(hub.namespaceOf("fleeting"));
        String uid = namespace.require().getMetadata().getUid();

        namespace.delete();

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(namespace.get())
                    .isNotNull()
                    .extracting(made -> made.getMetadata().getUid())
                    .isNotEqualTo(uid);
            assertThat(secrets("fleeting")).contains("wheelwright-agent", "wheelwright-license");
            assertThat(deployments("fleeting")).isNotEmpty();
        });
        hub.awaitReady("fleeting");
    }

    @Test
    void theSampleWithAChartOfAnotherShapeIsASpokeToo() {
        hub.apply(Serialization.asYaml(Samples.product(Path.of(""), "site")));
        hub.apply(Manifests.spoke("foreign", "acme", "site"));

        hub.awaitReady("foreign");

        assertThat(hub.spoke("foreign").getStatus().release().chart()).isEqualTo("site");
        assertThat(hub.spoke("foreign").getStatus().did()).isNull();
        assertThat(deployments("foreign")).containsExactly("spoke-web");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.cluster()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(hub.namespaceOf("foreign"))
                        .withName("spoke-look-1")
                        .get()
                        .getStatus()
                        .getSucceeded())
                .isEqualTo(1));
    }

    @Test
    void aChartOfARegistryOrARepositoryIsASpokeIfItIsTheOneThatWasMeant() {
        String other = "sha256:" + "0".repeat(64);
        Map.of(
                        "pulled", published.fromRegistry(published.digest()),
                        "downloaded", published.fromRepository(published.digest()),
                        "swapped", published.fromRegistry(other))
                .forEach((name, chart) -> {
                    hub.apply(Manifests.product(name, chart));
                    hub.apply(Manifests.spoke(name, "acme", name));
                });

        for (String name : List.of("pulled", "downloaded")) {
            hub.awaitReady(name);
            assertThat(hub.spoke(name).getStatus().release().version()).isEqualTo("2.3.4");
        }
        hub.awaitCondition("swapped", "Provisioned", "False", "ChartInvalid");
        assertThat(hub.condition("swapped", "Provisioned").orElseThrow().getMessage())
                .contains("spec.chart.digest", published.digest());
    }

    @Test
    void theIotSampleHasBrokerDashboardAndMetricsUntilTheyAreSwitchedOff() {
        hub.apply(Serialization.asYaml(Samples.product(Path.of(""), "iot")));
        hub.apply(Manifests.spoke("pumps", "acme", "iot"));
        hub.awaitReady("pumps");
        assertThat(deployments("pumps"))
                .containsExactly("spoke-agent", "spoke-application", "spoke-dashboard", "spoke-metrics", "spoke-mqtt");
        Secret password = brokerSecret("pumps");
        assertThat(password.getData()).containsOnlyKeys("password");

        hub.apply(Manifests.spoke("pumps", "acme", "iot") + "  values: {mqtt: {enabled: false}}\n");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(deployments("pumps")).doesNotContain("spoke-mqtt"));
        hub.apply(Manifests.spoke("pumps", "acme", "iot"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(deployments("pumps")).contains("spoke-mqtt"));
        hub.awaitReady("pumps");
        assertThat(brokerSecret("pumps")).isEqualTo(password);
        assertThat(hub.condition("pumps", "HandedOff").orElseThrow().getStatus())
                .isEqualTo("True");
    }

    @Test
    void aHostnameBelowThatOfAnotherIsTaken() {
        hub.apply(Manifests.spoke("above", "acme", "cosmetics") + "  hostname: customer.hosts.example\n");
        hub.awaitReady("above");
        hub.apply(Manifests.spoke("below", "acme", "cosmetics") + "  hostname: shop.customer.hosts.example\n");
        hub.apply(Manifests.spoke("domain", "acme", "cosmetics") + "  hostname: hosts.example\n");

        hub.awaitCondition("below", "Claimed", "False", "HostnameTaken");
        hub.awaitCondition("domain", "Claimed", "False", "HostnameTaken");
        hub.apply(Manifests.spoke("beside", "acme", "cosmetics") + "  hostname: beside.hosts.example\n");
        hub.awaitReady("beside");

        hub.resource(Spoke.class, "above").delete();
        hub.awaitReady("below");
        hub.awaitCondition("domain", "Claimed", "False", "HostnameTaken");
        assertThat(hub.condition("beside", "Claimed").orElseThrow().getStatus())
                .as("what it has got, it keeps from an older one")
                .isEqualTo("True");
    }

    @Test
    void theDomainOfAllIsNobodys() {
        hub.apply(Manifests.spoke("all", "acme", "cosmetics") + "  hostname: spokes.example.com\n");
        hub.awaitCondition("all", "Claimed", "False", "HostnameReserved");

        hub.apply(Manifests.spoke("newcomer", "acme", "cosmetics"));
        hub.awaitReady("newcomer");
    }

    @Test
    void aPodThatCannotStartSaysWhyAndDelaysNobody() {
        hub.apply(Manifests.product("broken", plainChart("values: {fault: image-pull}")));
        hub.apply(Manifests.spoke("broken", "acme", "broken"));

        hub.awaitCondition("broken", "Booted", "False", "ImagePullFailed");

        hub.apply(Manifests.spoke("healthy", "acme", "cosmetics"));
        hub.awaitReady("healthy");
    }

    @Test
    void aHostileChartIsRefusedWithAReasonAndStalls() {
        hub.apply(Manifests.product("hostile", chart("hostile-network-policy", "")));
        hub.apply(Manifests.spoke("hostile", "acme", "hostile"));

        hub.awaitCondition("hostile", "Stalled", "True", "ChartForbidden");

        assertThat(hub.condition("hostile", "Provisioned").orElseThrow().getMessage())
                .contains("networkpolicies");
        assertThat(hub.cluster()
                        .network()
                        .v1()
                        .networkPolicies()
                        .inNamespace(hub.namespaceOf("hostile"))
                        .list()
                        .getItems())
                .allSatisfy(policy -> assertThat(policy.getMetadata().getName()).startsWith("wheelwright-"));
    }

    private List<String> deployments(String spoke) {
        return hub.cluster().apps().deployments().inNamespace(hub.namespaceOf(spoke)).list().getItems().stream()
                .map(deployment -> deployment.getMetadata().getName())
                .sorted()
                .toList();
    }

    private List<String> secrets(String spoke) {
        return hub.cluster().secrets().inNamespace(hub.namespaceOf(spoke)).list().getItems().stream()
                .map(secret -> secret.getMetadata().getName())
                .toList();
    }

    private Secret brokerSecret(String spoke) {
        return hub.cluster()
                .secrets()
                .inNamespace(hub.namespaceOf(spoke))
                .withName("wheelwright-mqtt")
                .get();
    }

    private static String plainChart(String more) {
        return chart("plain", more);
    }

    private static String chart(String name, String more) {
        return """
                agent: None
                chart:
                  source: Archive
                  path: %s
                """.formatted(Path.of("src/test/charts", name).toAbsolutePath()) + more.indent(2);
    }

    private List<Secret> releases(String spoke) {
        return hub.cluster()
                .secrets()
                .inNamespace(hub.namespaceOf(spoke))
                .withLabel("owner", "helm")
                .list()
                .getItems();
    }
}
