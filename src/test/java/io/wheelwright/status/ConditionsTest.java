package io.wheelwright.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.987Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
    private static final Clock LATER = Clock.offset(CLOCK, Duration.ofHours(1));

    @Test
    void tellsSinceWhenAndOfWhichGeneration() {
        var merged = at(CLOCK).merge(List.of(), List.of(Conditions.holds("Ready", "Ready", "It is.")), 7);
        assertThat(merged).singleElement().satisfies(ready -> {
            assertThat(ready.getLastTransitionTime()).isEqualTo("2026-03-01T12:00:00Z");
            assertThat(ready.getObservedGeneration()).isEqualTo(7);
        });
    }

    @Test
    void keepsTheTimeWhileTheStatusStays() {
        var old = at(CLOCK).merge(List.of(), List.of(Conditions.fails("Ready", "Waiting", "For a pod.")), 1);
        var merged = at(LATER).merge(old, List.of(Conditions.fails("Ready", "Waiting", "For another pod.")), 2);
        assertThat(merged).singleElement().satisfies(ready -> {
            assertThat(ready.getLastTransitionTime()).isEqualTo("2026-03-01T12:00:00Z");
            assertThat(ready.getMessage()).isEqualTo("For another pod.");
            assertThat(ready.getObservedGeneration()).isEqualTo(2);
        });
    }

    @Test
    void movesTheTimeWithTheStatus() {
        var old = at(CLOCK).merge(List.of(), List.of(Conditions.fails("Ready", "Waiting", "For a pod.")), 1);
        var merged = at(LATER).merge(old, List.of(Conditions.holds("Ready", "Ready", "It is.")), 1);
        assertThat(merged).extracting(Condition::getLastTransitionTime).containsExactly("2026-03-01T13:00:00Z");
    }

    @Test
    void sortsByTypeAndDropsWhatIsNoLongerSaid() {
        var old = at(CLOCK).merge(List.of(), List.of(Conditions.holds("Stalled", "Failed", "Three times.")), 1);
        var merged = at(CLOCK)
                .merge(
                        old,
                        List.of(
                                Conditions.holds("Ready", "Ready", "It is."),
                                Conditions.holds("Claimed", "Ours", "It is.")),
                        1);
        assertThat(merged).extracting(Condition::getType).containsExactly("Claimed", "Ready");
    }

    @Test
    void isTheSameWhenNothingChanged() {
        var drafts = List.of(Conditions.unknown("Booted", "WaitingForProvision", "Not yet."));
        var once = at(CLOCK).merge(List.of(), drafts, 1);
        assertThat(at(LATER).merge(once, drafts, 1)).isEqualTo(once);
    }

    @Test
    void boundsTheMessage() {
        assertThat(Conditions.fails("Ready", "Long", "x".repeat(100_000)).getMessage())
                .hasSize(1024);
    }

    private static Conditions at(Clock clock) {
        return new Conditions(clock);
    }
}
