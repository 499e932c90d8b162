package io.wheelwright.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.BillingFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a customer who is gone is erased, and when the hub looks. */
class DepartureTest {

    private static final Instant GONE = Instant.parse("2026-06-01T10:00:00Z");
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void whoSomebodyHasDeletedIsKeptAsLongAsTheData() {
        assertThat(objection(gone(null, null), GONE.plus(Duration.ofDays(29))))
                .hasValueSatisfying(why -> assertThat(why).contains("2026-07-01T10:00:00Z"));
        assertThat(objection(gone(null, null), GONE.plus(MONTH))).isEmpty();
        assertThat(objection(gone(null, GONE.plus(Duration.ofDays(90))), GONE.plus(Duration.ofDays(60))))
                .isPresent();
    }

    @Test
    void whomTheBillerHasEndedGoesOnceTheDelayForMistakesIsOver() {
        BillingFacts ended = Json.read("""
                {"source": "manual", "state": "deletion_scheduled", "deleteAfter": "2026-06-01T09:00:00Z", "revision": 1}
                """, BillingFacts.class);

        assertThat(objection(gone(ended, null), GONE)).isPresent();
        assertThat(objection(gone(ended, null), GONE.plus(DAY))).isEmpty();
    }

    @Test
    void whoIsBackOrHeldOrHasSomethingLeftStays() {
        Instant late = GONE.plus(Duration.ofDays(1000));
        assertThat(objection(new Departure("acme", true, GONE, null, null, null, null), late))
                .isPresent();
        assertThat(objection(new Departure("acme", false, null, null, null, null, null), late))
                .isPresent();
        assertThat(objection(new Departure("acme", false, GONE, null, null, "There is a spoke.", null), late))
                .hasValue("There is a spoke.");
        assertThat(objection(new Departure("acme", false, GONE, null, null, null, "Case 117"), late))
                .hasValue("Case 117");
    }

    @Test
    void aRunIsDueOnceADay() {
        LocalTime two = LocalTime.of(2, 0);
        RunEntity run = new RunEntity();
        assertThat(run.isDue(GONE, two)).isFalse();
        run.begin(Instant.parse("2026-06-01T02:00:00Z"));
        assertThat(run.isDue(GONE, two)).isFalse();
        assertThat(run.isDue(Instant.parse("2026-06-02T01:59:59Z"), two)).isFalse();
        assertThat(run.isDue(Instant.parse("2026-06-02T02:00:00Z"), two)).isTrue();
    }

    private static Departure gone(BillingFacts billing, Instant keptUntil) {
        return new Departure("acme", false, GONE, billing, keptUntil, null, null);
    }

    private static Optional<String> objection(Departure departure, Instant now) {
        return departure.objection(now, MONTH, DAY);
    }
}
