package io.wheelwright.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SlotsTest {

    private static final Instant NOW = Instant.parse("2026-11-02T09:30:00Z");

    private final List<String> called = new ArrayList<>();
    private final AtomicBoolean paused = new AtomicBoolean();
    private Instant now = NOW;
    private final Slots slots = slots(2);

    @Test
    void noMoreThanTheirNumberWorkAtOnce() {
        assertThat(take("a", 3)).isTrue();
        assertThat(take("b", 3)).isTrue();
        assertThat(take("c", 3)).isFalse();
        assertThat(slots.active()).isEqualTo(2);
        assertThat(slots.waiting()).isEqualTo(1);
    }

    @Test
    void whoHasASlotKeepsIt() {
        take("a", 3);

        assertThat(take("a", 3)).isTrue();
        assertThat(slots.active()).isEqualTo(1);
    }

    @Test
    void aFreeSlotGoesToTheHighestPriorityThenToTheOldest() {
        take("a", 3);
        take("b", 3);
        take("late", 3);
        take("later", 3);
        take("urgent", 1);

        slots.release("a");

        assertThat(called).containsExactly("spoke-urgent");
        assertThat(take("later", 3)).isFalse();
        assertThat(take("late", 3)).isFalse();
        assertThat(take("urgent", 1)).isTrue();
    }

    @Test
    void whoHasWaitedLongEnoughGoesBeforeAHigherPriority() {
        take("a", 3);
        take("b", 3);
        slots.take("trial", "spoke-trial", 5, NOW.minus(Duration.ofMinutes(20)));
        take("paying", 1);

        slots.release("a");

        assertThat(called).containsExactly("spoke-trial");
    }

    @Test
    void whoLeavesTheLineHoldsNobodyUp() {
        take("a", 3);
        take("b", 3);
        take("c", 3);
        take("d", 3);
        slots.release("c");

        slots.release("a");

        assertThat(called).containsExactly("spoke-d");
        assertThat(take("d", 3)).isTrue();
    }

    @Test
    void whoIsNextIsCalledWhenTheFirstInLineLeavesIt() {
        take("a", 3);
        take("b", 3);
        take("c", 3);
        take("d", 3);
        slots.release("a");

        slots.release("c");

        assertThat(called).containsExactly("spoke-c", "spoke-d");
        assertThat(take("d", 3)).isTrue();
    }

    @Test
    void aPauseGivesNoSlotAndTakesNone() {
        take("a", 3);
        paused.set(true);

        assertThat(take("b", 0)).isFalse();
        assertThat(take("a", 3)).isTrue();

        paused.set(false);
        slots.callNext();
        assertThat(called).containsExactly("spoke-b");
        assertThat(take("b", 0)).isTrue();
    }

    @Test
    void afterARestartAllAskBeforeOneBegins() {
        Slots restarted = slots(1, Set.of("first", "second"));

        assertThat(restarted.take("second", "spoke-second", 3, NOW.minusSeconds(20)))
                .isFalse();
        restarted.callNext();
        assertThat(called).isEmpty();
        assertThat(restarted.take("new", "spoke-new", 3, NOW)).isFalse();
        assertThat(restarted.take("first", "spoke-first", 3, NOW.minusSeconds(40)))
                .isTrue();
    }

    @Test
    void whoDoesNotComeBackAfterARestartIsNotAwaitedForLong() {
        Slots restarted = slots(1, Set.of("gone"));
        assertThat(restarted.take("here", "spoke-here", 3, NOW)).isFalse();

        now = NOW.plusSeconds(15);

        restarted.callNext();
        assertThat(called).containsExactly("spoke-here");
        assertThat(restarted.take("here", "spoke-here", 3, NOW)).isTrue();
    }

    private boolean take(String spoke, int priority) {
        return slots.take(spoke, "spoke-" + spoke, priority, NOW);
    }

    private Slots slots(int capacity) {
        return slots(capacity, Set.of());
    }

    private Slots slots(int capacity, Set<String> before) {
        InstantSource time = () -> now;
        Slots made =
                new Slots(capacity, Duration.ofMinutes(5), paused::get, () -> before, time.withZone(ZoneOffset.UTC));
        made.whenFree(called::add);
        return made;
    }
}
