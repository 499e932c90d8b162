package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The hub dies by SIGKILL at every boundary between two phases, and every spoke becomes Ready all the same, once. */
@Tag("long")
class KillStory {

    private static final List<String> PHASES = List.of("Claim", "Provision", "Boot", "Install", "Handoff");

    /** Five in an ordinary run; {@code -Dsoak.spokes=50} for a long one. */
    private static final int SPOKES = Integer.getInteger("soak.spokes", PHASES.size());

    @Test
    void aHubThatIsKilledAtEveryPhaseBoundaryLosesAndDoublesNothing() {
        try (Hub hub = Hub.start("kill", Map.of("wheelwright.operations.concurrency", "1"))) {
            hub.apply(Manifests.product("cosmetics"));
            hub.apply(Manifests.organization("acme"));
            spokes().forEach(spoke -> hub.apply(Manifests.spoke(spoke, "acme", "cosmetics")));

            for (String phase : PHASES) {
                awaitFirstToComplete(hub, phase);
                hub.process().kill();
                hub.process().start().awaitReady();
            }

            spokes().forEach(hub::awaitReady);
            spokes().forEach(spoke -> assertOneOfEach(hub, spoke));
        }
    }

    private static void awaitFirstToComplete(Hub hub, String phase) {
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !hub.rows("select 1 from provisioning_events where status = 'completed' and phase = '%s'"
                                .formatted(phase))
                        .isEmpty());
    }

    private static void assertOneOfEach(Hub hub, String spoke) {
        assertThat(hub.rows("select phase from provisioning_events where status = 'completed' and spoke_id = '%s'"
                        .formatted(spoke)))
                .as("completed phases of %s", spoke)
                .containsExactlyInAnyOrderElementsOf(
                        PHASES.stream().map(List::of).toList());
        assertThat(hub.rows("select count(*) from subscriptions join spokes on spokes.uid = subscriptions.spoke_uid"
                        + " where spokes.spoke_id = '%s'".formatted(spoke)))
                .as("subscriptions of %s", spoke)
                .containsExactly(List.of("1"));
        assertThat(hub.cluster()
                        .secrets()
                        .inNamespace(hub.namespaceOf(spoke))
                        .withLabel("owner", "helm")
                        .list()
                        .getItems())
                .as("revisions of the release of %s", spoke)
                .singleElement()
                .satisfies(
                        secret -> assertThat(secret.getMetadata().getLabels()).containsEntry("status", "deployed"));
        assertThat(hub.cluster()
                        .namespaces()
                        .withLabel("wheelwright.io/spoke", spoke)
                        .withLabel("wheelwright.io/fleet", hub.space().fleetNamespace())
                        .list()
                        .getItems())
                .as("namespaces of %s", spoke)
                .hasSize(1);
    }

    private static List<String> spokes() {
        return IntStream.rangeClosed(1, SPOKES)
                .mapToObj(number -> "kill-" + number)
                .toList();
    }
}
