package io.wheelwright.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UsageWaitTest {

    private static final Instant ASKED = Instant.parse("2027-01-31T10:00:00Z");

    @Test
    void anEndWaitsTenMinutesAtMost() {
        UsageWait wait = UsageWait.of(ASKED, ASKED.plus(Duration.ofDays(9)), ASKED);

        assertThat(wait.until()).isEqualTo(ASKED.plus(Duration.ofMinutes(10)));
        assertThat(wait.waits(wait.until().minusMillis(1))).isTrue();
        assertThat(wait.waits(wait.until())).isFalse();
        assertThat(UsageWait.of(ASKED, null, ASKED).until()).isEqualTo(wait.until());
    }

    @Test
    void theFirstTryTellsForTwentySecondsAndNoOther() {
        UsageWait wait = UsageWait.of(ASKED, null, ASKED);

        assertThat(wait.tellUntil()).isEqualTo(ASKED.plusSeconds(20));
        assertThat(wait.tells(1, ASKED)).isTrue();
        assertThat(wait.tells(2, ASKED)).isFalse();
    }

    @Test
    void nobodyPaysAnotherPeriodForTheWait() {
        Instant end = ASKED.plus(Duration.ofMinutes(5));
        assertThat(UsageWait.of(ASKED, end, ASKED).until()).isEqualTo(end.minus(Duration.ofMinutes(2)));

        Instant close = ASKED.plusSeconds(90);
        UsageWait once = UsageWait.of(ASKED, close, ASKED);
        assertThat(once.tells(1, ASKED)).isTrue();
        assertThat(once.waits(ASKED)).isFalse();

        assertThat(once.tellUntil()).as("there is time to look once more").isEqualTo(close.minusSeconds(80));
        UsageWait none = UsageWait.of(ASKED, ASKED.plusSeconds(80), ASKED);
        assertThat(none.tells(1, ASKED)).isFalse();
        assertThat(none.waits(ASKED)).isFalse();
    }
}
