package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of a first deployment that comes to nothing: it is watched and counted, and can be mended. */
class PatienceStory {

    private static final String SUPPORT = "support@example.com";

    @Test
    @Tag("long")
    void aDeploymentWithoutProgressStallsAndGoesOnWhenItIsMended() {
        Map<String, String> settings = Map.of(
                "wheelwright.operations.patience", "PT10S",
                "wheelwright.operations.recheck", "PT5S",
                "wheelwright.support-email", SUPPORT);
        try (Hub hub = Hub.start("patience", settings)) {
            hub.apply(Manifests.organization("acme"));
            hub.apply(Manifests.product(
                    "unpullable", """
                    agent: None
                    chart:
                      source: Archive
                      path: %s
                      values: {fault: image-pull}
                    """.formatted(Path.of("src/test/charts/plain").toAbsolutePath())));
            hub.apply(Manifests.spoke("stuck", "acme", "unpullable"));

            hub.awaitCondition("stuck", "Stalled", "True", "ImagePullFailed");
            hub.awaitCondition("stuck", "Booted", "False", "ImagePullFailed");
            assertThat(hub.rows("select status, attempt from operations")).containsExactly(List.of("failed", "3"));
            assertThat(hub.rows("select recipient from mails where kind = 'operation-failed'"))
                    .containsExactly(List.of(SUPPORT));

            assertThat(deployments(hub)).hasSize(1);
            hasStalledSince(hub, Instant.now().minus(Duration.ofDays(8)));
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(deployments(hub)).isEmpty());
            assertThat(hub.condition("stuck", "Stalled")).isPresent();

            hub.apply(Manifests.spoke("stuck", "acme", "unpullable") + "  values: {fault: none}\n");
            hub.awaitReady("stuck");
            assertThat(hub.rows("select status, attempt from operations")).containsExactly(List.of("completed", "1"));
        }
    }

    private static List<Deployment> deployments(Hub hub) {
        return hub.cluster()
                .apps()
                .deployments()
                .inNamespace(hub.namespaceOf("stuck"))
                .list()
                .getItems();
    }

    private static void hasStalledSince(Hub hub, Instant moment) {
        hub.resource(Spoke.class, "stuck").editStatus(spoke -> {
            spoke.getStatus().conditions().stream()
                    .filter(condition -> condition.getType().equals("Stalled"))
                    .forEach(stalled -> stalled.setLastTransitionTime(
                            moment.truncatedTo(ChronoUnit.SECONDS).toString()));
            return spoke;
        });
    }
}
