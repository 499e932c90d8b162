package io.wheelwright.story;

import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wheelwright.lab.HubProcess;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two hubs serve one fleet: one leads, the other follows and takes over. */
class LeadershipStory {

    /** Less than a lease lasts. */
    private static final Duration HANDOVER = Duration.ofSeconds(10);

    @Test
    void aLeaderThatStopsInOrderHandsOverAtOnce() throws IOException {
        try (Hub leader = Hub.start("leader", Map.of("wheelwright.instance", "first"));
                HubProcess follower = HubProcess.start(
                        leader.space(),
                        Path.of("target", "hubs", leader.space().fleetNamespace() + "-follower"),
                        Map.of("wheelwright.instance", "second", "quarkus.http.port", "0"))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(follower.log()).contains("Installed features"));
            assertThat(leader.leader()).isEqualTo("first");

            leader.process().handle().destroy();

            await("handed over, before the lease ends by itself")
                    .atMost(HANDOVER)
                    .until(() -> !"first".equals(leader.leader()));
            await("the follower leads").atMost(SOON).until(() -> "second".equals(leader.leader()));
            leader.apply(Manifests.product("cosmetics"));
            await("the follower reconciles").atMost(SOON).until(() -> !leader.rows("select 1 from products")
                    .isEmpty());
            await("the first one has ended").atMost(SOON).until(() -> !leader.process()
                    .isAlive());
            assertThat(complaints(leader.process())).isEmpty();
        }
    }

    /** The elector of the client library complains where the stop meets it in the middle of a renewal. */
    private static List<String> complaints(HubProcess hub) throws IOException {
        return Files.readAllLines(hub.log()).stream()
                .filter(line -> line.contains("\"level\":\"ERROR\"") || line.contains("\"level\":\"WARN\""))
                .filter(line ->
                        !line.contains("leaderelection.LeaderElector") || !line.contains("InterruptedException"))
                .toList();
    }
}
