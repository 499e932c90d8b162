package io.wheelwright.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-02T09:30:00Z"));
    private final InstantSource time = now::get;
    private final Pace pace = Pace.of(2, time.withZone(ZoneOffset.UTC));

    @Test
    void whoCallsTooOftenWaitsForTheRestOfTheWindow() {
        assertThat(pace.step("ada")).isEmpty();
        passed(Duration.ofMinutes(5));
        assertThat(pace.step("ada")).isEmpty();

        assertThat(pace.step("ada")).contains(Duration.ofMinutes(10));

        assertThat(pace.step("bob")).isEmpty();
        passed(Duration.ofMinutes(10));
        assertThat(pace.step("ada")).isEmpty();
    }

    @Test
    void whoWasNotHeardOfForLongestIsForgottenFirst() {
        pace.step("ada");
        pace.step("ada");

        for (int i = 0; i < 10_000; i++) {
            pace.step("flood-" + i);
        }

        assertThat(pace.step("ada")).isEmpty();
    }

    @Test
    void whoGoesOnCallingIsNotForgottenForAFlood() {
        pace.step("ada");
        pace.step("ada");

        for (int i = 0; i < 30_000; i++) {
            pace.step("flood-" + i);
            if (i % 5_000 == 0) {
                assertThat(pace.step("ada")).isPresent();
            }
        }

        assertThat(pace.step("ada")).isPresent();
    }

    private void passed(Duration time) {
        now.set(now.get().plus(time));
    }
}
