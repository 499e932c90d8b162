package io.wheelwright.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.erasure.Departure.Former;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
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
    void aDayThatWasPromisedIsKept() {
        assertThat(objection(departure(new Former(GONE, null, 365)), GONE.plus(Duration.ofDays(364))))
                .isPresent();
        assertThat(objection(departure(new Former(GONE, null, 365)), GONE.plus(Duration.ofDays(365))))
                .isEmpty();
        BillingFacts later = Json.read("""
                {"source": "manual", "state": "cancelled", "endsAt": "2026-05-01T00:00:00Z",
                 "deleteAfter": "2026-09-01T00:00:00Z", "revision": 1}
                """, BillingFacts.class);
        assertThat(objection(departure(new Former(GONE, later, null)), GONE.plus(MONTH)))
                .hasValueSatisfying(why -> assertThat(why).contains("2026-09-01T00:00:00Z"));
    }

    @Test
    void eachOfSeveralOfOneNameHasItsDay() {
        BillingFacts ended = Json.read("""
                {"source": "manual", "state": "deletion_scheduled", "deleteAfter": "2026-06-01T09:00:00Z", "revision": 1}
                """, BillingFacts.class);
        Departure both = departure(new Former(GONE, null, null), new Former(GONE.plus(DAY), ended, null));

        assertThat(objection(both, GONE.plus(DAY.multipliedBy(2))))
                .hasValueSatisfying(why -> assertThat(why).contains("2026-07-01T10:00:00Z"));
        assertThat(objection(both, GONE.plus(MONTH))).isEmpty();
    }

    @Test
    void whoIsBackOrHeldOrHasSomethingLeftStays() {
        Instant late = GONE.plus(Duration.ofDays(1000));
        Former former = new Former(GONE, null, null);
        assertThat(objection(departure(former, new Former(null, null, null)), late))
                .isPresent();
        assertThat(objection(departure(), late)).isPresent();
        assertThat(objection(new Departure(List.of(former), null, "There is a spoke.", null), late))
                .hasValue("There is a spoke.");
        assertThat(objection(new Departure(List.of(former), null, null, "Case 117"), late))
                .hasValue("Case 117");
    }

    @Test
    void aRunIsDueOnceADay() {
        LocalTime two = LocalTime.of(2, 0);
        RunEntity run = new RunEntity();
        assertThat(run.isDue(GONE, two)).isFalse();
        run.arm(true, GONE);
        assertThat(run.isDue(GONE, two)).isFalse();
        assertThat(run.isDue(Instant.parse("2026-06-02T02:00:00Z"), two)).isTrue();
        run.begin(Instant.parse("2026-06-01T10:30:00Z"));
        assertThat(run.isDue(Instant.parse("2026-06-02T01:59:59Z"), two)).isFalse();
        assertThat(run.isDue(Instant.parse("2026-06-02T02:00:00Z"), two)).isTrue();
        run.arm(false, GONE);
        run.arm(true, Instant.parse("2026-06-02T02:00:01Z"));
        assertThat(run.isDue(Instant.parse("2026-06-02T02:00:01Z"), two)).isFalse();
    }

    private static Departure gone(BillingFacts billing, Instant keptUntil) {
        return new Departure(List.of(new Former(GONE, billing, null)), keptUntil, null, null);
    }

    private static Departure departure(Former... formers) {
        return new Departure(List.of(formers), null, null, null);
    }

    private static Optional<String> objection(Departure departure, Instant now) {
        return departure.objection(now, MONTH, DAY);
    }
}
