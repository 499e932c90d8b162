package io.wheelwright.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeStatus;
import io.wheelwright.lab.Manifests;
import io.wheelwright.status.Conditions;
import io.wheelwright.support.Hub;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;

/** The life of one spoke, as a person leads it by kubectl: made, moved to another plan, suspended, resumed, deleted. */
final class Life {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Hub hub;
    private final String spoke;

    Life(Hub hub, String spoke) {
        this.hub = hub;
        this.spoke = spoke;
    }

    /** What the lives need: a product with two plans, and its customer. */
    static void prepare(Hub hub) {
        hub.apply(Manifests.selling("cosmetics", Manifests.plan("starter", 10, 4), Manifests.plan("growth", 100, 8)));
        hub.apply(Manifests.organization("acme"));
    }

    /** Lives it, and returns what there was before the deletion and what is left after it. */
    Map<String, Object> live() {
        apply("starter", false);
        awaitRunning("starter", 1);
        apply("growth", false);
        awaitRunning("growth", 2);
        apply("growth", true);
        awaitSuspended();
        apply("growth", false);
        awaitRunning("growth", 2);
        Map<String, Object> grown = EndState.of(hub, spoke);
        resource().delete();
        eventually(() -> {
            assertThat(resource().get()).isNull();
            assertThat(hub.cluster()
                            .namespaces()
                            .withName(hub.namespaceOf(spoke))
                            .get())
                    .isNull();
            assertThat(hub.rows("select state from scheduled_deletions where spoke_id = '%s' and finished_at is null"
                            .formatted(spoke)))
                    .isEmpty();
        });
        grown.putAll(EndState.remains(hub, spoke));
        return grown;
    }

    private void apply(String plan, boolean suspended) {
        hub.apply(Manifests.spoke(spoke, "acme", "cosmetics").replace("plan: starter", "plan: " + plan)
                + "  suspended: %s\n  deletion: {policy: Delete}\n".formatted(suspended));
    }

    private void awaitRunning(String plan, int revision) {
        eventually(() -> {
            SpokeStatus status = current();
            assertThat(status.plan()).isEqualTo(plan);
            assertThat(status.release()).isNotNull();
            assertThat(status.release().revision()).isEqualTo(revision);
            assertCondition(status, "Ready", "True");
            assertThat(hub.rows("select status from operations where spoke_id = '%s' and status <> 'completed'"
                            .formatted(spoke)))
                    .isEmpty();
            assertThat(sizes()).doesNotContain(0);
        });
    }

    private void awaitSuspended() {
        eventually(() -> {
            assertCondition(current(), "Ready", "False");
            assertThat(hub.condition(spoke, "Ready").orElseThrow().getReason()).isEqualTo("Suspended");
            assertThat(sizes()).contains(0);
        });
    }

    private Iterable<Integer> sizes() {
        return hub.cluster().apps().deployments().inNamespace(hub.namespaceOf(spoke)).list().getItems().stream()
                .map(deployment -> deployment.getSpec().getReplicas())
                .toList();
    }

    private SpokeStatus current() {
        Spoke found = resource().require();
        assertThat(found.getStatus()).isNotNull();
        assertThat(found.getStatus().observedGeneration())
                .isEqualTo(found.getMetadata().getGeneration());
        return found.getStatus();
    }

    private static void assertCondition(SpokeStatus status, String type, String value) {
        assertThat(Conditions.find(status.conditions(), type).orElseThrow().getStatus())
                .isEqualTo(value);
    }

    private io.fabric8.kubernetes.client.dsl.Resource<Spoke> resource() {
        return hub.resource(Spoke.class, spoke);
    }

    private void eventually(ThrowingRunnable assertion) {
        await(spoke).atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(assertion);
    }
}
