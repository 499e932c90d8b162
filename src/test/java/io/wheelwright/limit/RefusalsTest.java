package io.wheelwright.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final Refusals refusals = new Refusals(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void areKnownForOneLimitAndOneCaller() {
        refusals.remember(refused(Duration.ofMinutes(5)), "here");

        assertThat(refusals.of(RateLimit.ANONYMOUS, "here"))
                .contains(new Allowance(RateLimit.ANONYMOUS, false, 100, 0, Duration.ofMinutes(5)));
        assertThat(refusals.of(RateLimit.ANONYMOUS, "there")).isEmpty();
        assertThat(refusals.of(RateLimit.LOGIN, "here")).isEmpty();
    }

    @Test
    void areOverWhenTheLimitBeginsAnew() {
        refusals.remember(refused(Duration.ZERO), "here");

        assertThat(refusals.of(RateLimit.ANONYMOUS, "here")).isEmpty();
    }

    @Test
    void areForgottenRatherThanKeptWithoutEnd() {
        refusals.remember(refused(Duration.ofMinutes(5)), "first");
        for (int i = 0; i < 10_000; i++) {
            refusals.remember(refused(Duration.ofMinutes(5)), "flood-" + i);
        }

        assertThat(refusals.of(RateLimit.ANONYMOUS, "first")).isEmpty();
        assertThat(refusals.of(RateLimit.ANONYMOUS, "flood-9999")).isPresent();
    }

    private static Allowance refused(Duration reset) {
        return new Allowance(RateLimit.ANONYMOUS, false, 100, 0, reset);
    }
}
