package io.wheelwright.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CreditBeginTest {

    private static final Instant BEGIN = Instant.parse("2026-04-01T00:00:00Z");
    private static final Period PERIOD = new Period(BEGIN, BEGIN.plus(Duration.ofDays(30)), null);

    private final CreditBegin begin = new CreditBegin();

    @Test
    void isTheDowngradeAndNotTheUpgradeBeforeIt() {
        on(5, -2417, 8250);
        on(10, -6600, 500);
        assertThat(begin.in(PERIOD)).isEqualTo(day(10));
    }

    @Test
    void isTheFirstOfTwoDowngrades() {
        on(20, -1933, 600);
        on(5, -8250, 2417);
        assertThat(begin.in(PERIOD)).isEqualTo(day(5));
    }

    @Test
    void isNoChangeOfTheFormerPeriod() {
        on(-3, -2900, 290);
        assertThat(begin.in(PERIOD)).isEqualTo(BEGIN);
        on(5, -8250, 2417);
        assertThat(begin.in(PERIOD)).isEqualTo(day(5));
    }

    @Test
    void isThePeriodsWhereNoChangeCredits() {
        assertThat(begin.in(PERIOD)).isEqualTo(BEGIN);
        on(5, -2417, 8250);
        assertThat(begin.in(PERIOD)).isEqualTo(BEGIN);
    }

    private void on(int day, long credited, long charged) {
        begin.add(day(day).getEpochSecond(), credited);
        begin.add(day(day).getEpochSecond(), charged);
    }

    private static Instant day(int day) {
        return BEGIN.plus(Duration.ofDays(day));
    }
}
