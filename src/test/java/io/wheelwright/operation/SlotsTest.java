package io.wheelwright.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {

    private final List<String> called = new ArrayList<>();
    private final Slots slots = slots(2);

    @Test
    void noMoreThanTheirNumberWorkAtOnce() {
        assertThat(slots.take("a", "spoke-a", 3)).isTrue();
        assertThat(slots.take("b", "spoke-b", 3)).isTrue();
        assertThat(slots.take("c", "spoke-c", 3)).isFalse();
        assertThat(slots.active()).isEqualTo(2);
        assertThat(slots.waiting()).isEqualTo(1);
    }

    @Test
    void whoHasASlotKeepsIt() {
        slots.take("a", "spoke-a", 3);

        assertThat(slots.take("a", "spoke-a", 3)).isTrue();
        assertThat(slots.active()).isEqualTo(1);
    }

    @Test
    void aFreeSlotGoesToTheHighestPriorityThenToTheOldest() {
        slots.take("a", "spoke-a", 3);
        slots.take("b", "spoke-b", 3);
        slots.take("late", "spoke-late", 3);
        slots.take("later", "spoke-later", 3);
        slots.take("urgent", "spoke-urgent", 1);

        slots.release("a");

        assertThat(called).containsExactly("spoke-urgent");
        assertThat(slots.take("later", "spoke-later", 3)).isFalse();
        assertThat(slots.take("late", "spoke-late", 3)).isFalse();
        assertThat(slots.take("urgent", "spoke-urgent", 1)).isTrue();
    }

    @Test
    void whoLeavesTheLineHoldsNobodyUp() {
        slots.take("a", "spoke-a", 3);
        slots.take("b", "spoke-b", 3);
        slots.take("c", "spoke-c", 3);
        slots.take("d", "spoke-d", 3);
        slots.release("c");

        slots.release("a");

        assertThat(called).containsExactly("spoke-d");
        assertThat(slots.take("d", "spoke-d", 3)).isTrue();
    }

    private Slots slots(int capacity) {
        Slots made = new Slots(capacity);
        made.whenFree(called::add);
        return made;
    }
}
