package io.wheelwright.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RhythmTest {
    @Test
    void beatsOnAfterAnError() {
        AtomicInteger beats = new AtomicInteger();
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        Rhythm rhythm = new Rhythm(
                thread,
                () -> {
                    beats.incrementAndGet();
                    throw new NoClassDefFoundError("a class that is gone");
                },
                Duration.ofMillis(10),
                Clock.systemUTC(),
                new AgentJournal("acme"));
        try {
            rhythm.begin();

            await().atMost(Duration.ofSeconds(10)).until(() -> beats.get() >= 3);
            assertThat(rhythm.isAlive()).isTrue();
        } finally {
            thread.shutdownNow();
        }
    }
}
