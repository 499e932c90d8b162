package io.wheelwright.spoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.agent.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ToldTest {

    private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Told told = new Told(clock);

    @Test
    void whatComesAndGoesIsNewsOnce() {
        assertThat(told.isNews("uid", "CrashLoop")).isTrue();
        told.remember("uid", "CrashLoop");
        assertThat(told.isNews("uid", "Completed")).isTrue();
        told.remember("uid", "Completed");
        assertThat(told.isNews("uid", "CrashLoop")).isFalse();
        assertThat(told.isNews("uid", "Completed")).isFalse();
        assertThat(told.isNews("another", "CrashLoop")).isTrue();
    }

    @Test
    void whatCouldNotBeToldStaysNews() {
        assertThat(told.isNews("uid", "CrashLoop")).isTrue();
        assertThat(told.isNews("uid", "CrashLoop")).isTrue();
    }

    @Test
    void itIsNewsAgainAfterHalfAnHour() {
        told.remember("uid", "CrashLoop");

        clock.advance(Duration.ofMinutes(31));

        assertThat(told.isNews("uid", "CrashLoop")).isTrue();
    }
}
