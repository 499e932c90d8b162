package io.wheelwright.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProrationDateTest {

    private static final Instant BEGIN = Instant.parse("2026-04-01T00:00:00Z");
    private static final Period PERIOD = new Period(BEGIN, BEGIN.plus(Duration.ofDays(30)), null);

    @Test
    void isNowWithinThePeriod() {
        assertThat(ProrationDate.of(PERIOD, BEGIN.plusMillis(90_500))).isEqualTo(BEGIN.plusSeconds(90));
        assertThat(ProrationDate.of(PERIOD, BEGIN.minusSeconds(5))).isEqualTo(BEGIN);
        assertThat(ProrationDate.of(PERIOD, PERIOD.end().plusSeconds(5)))
                .isEqualTo(PERIOD.end().minusSeconds(1));
    }

    @Test
    void canBeToldForAnHourAndNotChosen() {
        Instant now = BEGIN.plus(Duration.ofDays(10));
        assertThat(ProrationDate.checked(null, PERIOD, now)).isNull();
        assertThat(ProrationDate.checked(now.minusSeconds(3600), PERIOD, now)).isEqualTo(now.getEpochSecond() - 3600);
        for (Instant chosen : new Instant[] {
            now.minusSeconds(3601), now.plus(Duration.ofDays(5)), PERIOD.end().minusSeconds(1)
        }) {
            assertThatThrownBy(() -> ProrationDate.checked(chosen, PERIOD, now))
                    .hasMessageContaining("within the last hour");
        }
        assertThatThrownBy(() -> ProrationDate.checked(BEGIN.minusSeconds(1), PERIOD, BEGIN.plusSeconds(60)))
                .hasMessageContaining("another period");
    }
}
