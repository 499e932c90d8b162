package io.wheelwright.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many agents live in the one process of a lab. */
class ManyAgentsTest {
    private static final int AGENTS = 200;
    private static final int MOST_THREADS_EACH = 4;

    @TempDir
    Path root;

    @Test
    void liveInOneProcessAndLeaveNoThreadBehind() throws Exception {
        int threadsBefore = liveThreads();
        List<Agent> agents = new ArrayList<>();
        try (RecordingHub hub = new RecordingHub()) {
            for (int i = 0; i < AGENTS; i++) {
                SpokeFolder folder = SpokeFolder.below(Files.createDirectory(root.resolve("spoke-" + i)), hub.url());
                Map<String, String> env = new HashMap<>(folder.env());
                env.put("WHEELWRIGHT_SPOKE_ID", "spoke-" + i);
                agents.add(Agent.start(env, folder.root(), Clock.systemUTC()));
            }

            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> hub.heartbeats().stream()
                                    .map(call -> call.body().path("spoke_id").asText())
                                    .distinct()
                                    .count()
                            == AGENTS);

            int threads = liveThreads() - threadsBefore;
            System.out.printf("%d agents: %.1f threads each%n", AGENTS, (double) threads / AGENTS);
            assertThat(threads).isLessThanOrEqualTo(AGENTS * MOST_THREADS_EACH);
            agents.forEach(Agent::close);
        }
        await().atMost(30, TimeUnit.SECONDS).until(() -> liveThreads() < threadsBefore + AGENTS / 10);
    }

    private static int liveThreads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }
}
