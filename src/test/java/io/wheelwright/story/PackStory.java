package io.wheelwright.story;

import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wheelwright.api.v1alpha1.PackStatus;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import io.wheelwright.support.PackServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From the publication of a pack to its installation, its update, and an update that cannot be installed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackStory {

    private static final PackStatus LABELS = new PackStatus("@eu/labels", "1.0.0");

    private Hub hub;
    private PackServer publisher;

    @BeforeAll
    void aHubWithAProductThatHasPacks() throws IOException {
        publisher = PackServer.start();
        hub = Hub.start(
                "packs",
                Map.of(
                        "wheelwright.heartbeat.interval",
                        "PT2S",
                        "wheelwright.packs.publisher-keys",
                        publisher.publicKey()));
        hub.apply(Manifests.product("analysis", """
                packs:
                  - {name: reports, version: ^1.0.0, type: logic, required: true}
                  - {name: "@eu/labels", version: ^1.0.0, type: environment, required: true}
                """));
        hub.apply(Manifests.organization("acme"));
    }

    @AfterAll
    void end() {
        hub.close();
        publisher.close();
    }

    @Test
    void aSpokeFollowsWhatIsPublishedAndKeepsWhatItHasWhenThatIsCorrupt() {
        publish(publisher.offer("reports", "1.0.0", "the first reports"));
        publish(publisher.offer("@eu/labels", "1.0.0", "the labels"));
        hub.apply(Manifests.spoke("bella", "acme", "analysis"));
        hub.awaitReady("bella");
        awaitPacks(LABELS, new PackStatus("reports", "1.0.0"));

        publish(publisher.offer("reports", "1.1.0", "better reports"));
        awaitPacks(LABELS, new PackStatus("reports", "1.1.0"));

        publish(publisher.offer("reports", "1.2.0", "the best reports", "something else!!"));
        hub.awaitCondition("bella", "PacksOutstanding", "True", "NotInstalled");
        await().atMost(SOON).until(() -> outstanding().contains("corrupt"));
        assertThat(outstanding()).contains("reports 1.2.0 (the download is corrupt");
        assertThat(hub.condition("bella", "Ready").orElseThrow().getStatus()).isEqualTo("True");
        assertThat(hub.spoke("bella").getStatus().packs()).containsExactly(LABELS, new PackStatus("reports", "1.1.0"));

        hub.rest().post("/packs/reports/1.2.0/deprecate", "{}", 200);
        publish(publisher.offer("reports", "1.2.1", "the very best reports"));
        awaitPacks(LABELS, new PackStatus("reports", "1.2.1"));
        await().atMost(SOON)
                .until(() -> hub.condition("bella", "PacksOutstanding").isEmpty());
    }

    @Test
    void whatNoKnownPublisherSignedIsNotPublished() throws IOException {
        try (PackServer stranger = PackServer.start()) {
            String refused = hub.rest().post("/packs", stranger.offer("forms", "1.0.0", "somebody's forms"), 400);
            assertThat(refused).contains("signature");
        }
    }

    private void publish(String pack) {
        hub.rest().post("/packs", pack, 201);
    }

    private String outstanding() {
        return hub.condition("bella", "PacksOutstanding")
                .map(condition -> condition.getMessage())
                .orElse("");
    }

    private void awaitPacks(PackStatus... packs) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(hub.spoke("bella").getStatus().packs()).containsExactly(packs));
    }
}
