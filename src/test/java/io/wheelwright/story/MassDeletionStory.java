package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;

/** Many deletions at once are more often a mistake than a wish. */
class MassDeletionStory {

    @Test
    void aWaveIsHeldBackAndTheEndOfTheFleetDestroysNobody() {
        try (Hub hub = Hub.start("wave", Map.of("wheelwright.deletion.brake.least", "1"))) {
            hub.apply(Manifests.organization("acme"));
            hub.apply(Manifests.product(
                    "plain", """
                    agent: None
                    chart:
                      source: Archive
                      path: %s
                    """.formatted(Path.of("src/test/charts/plain").toAbsolutePath())));
            List.of("one", "two", "three").forEach(spoke -> {
                hub.apply(Manifests.spoke(spoke, "acme", "plain") + "  deletion: {policy: Delete}\n");
                hub.awaitReady(spoke);
            });

            delete(hub, "one");
            eventually(() -> assertThat(left(hub, "one")).isEmpty());
            delete(hub, "two");

            hub.awaitCondition("two", "Reconciling", "True", "DeletionHeldBack");
            assertThat(replicas(hub, "two")).containsExactly(1);
            assertThat(hub.rest().get("/scheduled-deletions/brake", 200)).contains("\"engaged\":true");
            hub.rest().post("/scheduled-deletions/brake/release", null, 200);
            eventually(() -> assertThat(left(hub, "two")).isEmpty());

            hub.cluster().namespaces().withName(hub.space().fleetNamespace()).delete();
            eventually(() -> assertThat(left(hub, "three")).isEmpty());
            assertThat(hub.cluster()
                            .namespaces()
                            .withName(hub.namespaceOf("three"))
                            .require()
                            .getMetadata()
                            .getLabels())
                    .containsEntry("wheelwright.io/retained", "true");
            assertThat(hub.rows("select cause, state from scheduled_deletions where spoke_id = 'three'"))
                    .satisfiesExactly(row -> {
                        assertThat(row.get(0)).contains("is being deleted");
                        assertThat(row.get(1)).isEqualTo("unconfirmed");
                    });
        }
    }

    private static void delete(Hub hub, String spoke) {
        hub.resource(Spoke.class, spoke).delete();
    }

    private static List<String> left(Hub hub, String... spokes) {
        return List.of(spokes).stream()
                .filter(spoke -> hub.resource(Spoke.class, spoke).get() != null)
                .toList();
    }

    private static List<Integer> replicas(Hub hub, String spoke) {
        return hub.cluster().apps().deployments().inNamespace(hub.namespaceOf(spoke)).list().getItems().stream()
                .map(deployment -> deployment.getSpec().getReplicas())
                .toList();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(90)).untilAsserted(assertion);
    }
}
