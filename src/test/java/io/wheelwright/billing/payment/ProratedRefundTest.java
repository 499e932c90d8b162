package io.wheelwright.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProratedRefundTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "one second old,            2900, usd, 2026-01-15T10:00:00Z, 2026-02-15T10:00:00Z, 2026-01-15T10:00:01Z, 2900",
        "not begun by our clock,    2900, usd, 2026-01-15T10:00:00Z, 2026-02-15T10:00:00Z, 2026-01-15T09:58:00Z, 2900",
        "a day old,                 2900, usd, 2026-01-15T10:00:00Z, 2026-02-15T10:00:00Z, 2026-01-16T10:00:00Z, 2806",
        "a second into the 2nd day, 2900, usd, 2026-01-15T10:00:00Z, 2026-02-15T10:00:00Z, 2026-01-16T10:00:01Z, 2806",
        "ten days of thirty,        2900, usd, 2026-04-01T00:00:00Z, 2026-05-01T00:00:00Z, 2026-04-11T00:00:00Z, 1933",
        "last second,               2900, usd, 2026-01-15T10:00:00Z, 2026-02-15T10:00:00Z, 2026-02-15T09:59:59Z,   93",
        "the end,                   2900, usd, 2026-01-15T10:00:00Z, 2026-02-15T10:00:00Z, 2026-02-15T10:00:00Z,    0",
        "long over,                 2900, usd, 2026-01-15T10:00:00Z, 2026-02-15T10:00:00Z, 2026-06-15T10:00:00Z,    0",
        "coupon of 100 %,              0, usd, 2026-01-15T10:00:00Z, 2026-02-15T10:00:00Z, 2026-01-16T10:00:00Z,    0",
        "yen,                       1000, jpy, 2026-04-01T00:00:00Z, 2026-05-01T00:00:00Z, 2026-04-21T00:00:00Z,  333",
        "dinars by tens of fils,   10000, kwd, 2026-04-01T00:00:00Z, 2026-05-01T00:00:00Z, 2026-04-11T00:00:00Z, 6660",
        "krónur by hundreds,       10000, ISK, 2026-04-01T00:00:00Z, 2026-05-01T00:00:00Z, 2026-04-11T00:00:00Z, 6600",
        "19 % tax included,         3451, eur, 2026-04-01T00:00:00Z, 2026-05-01T00:00:00Z, 2026-04-16T00:00:00Z, 1725",
        "end of January to February, 2900, usd, 2026-01-31T00:00:00Z, 2026-02-28T00:00:00Z, 2026-02-14T00:00:00Z, 1450",
        "February of a leap year,   2900, usd, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z, 2028-02-29T00:00:00Z,  100",
        "a leap year,              36600, usd, 2028-01-01T00:00:00Z, 2029-01-01T00:00:00Z, 2028-12-31T00:00:00Z,  100",
        "a period of an hour,       2900, usd, 2026-01-15T10:00:00Z, 2026-01-15T11:00:00Z, 2026-01-15T10:30:00Z, 2900",
    })
    void isTheShareOfTheDaysThatRemain(
            String name, long paid, String currency, Instant begin, Instant end, Instant at, long back) {
        assertThat(ProratedRefund.of(List.of(new PeriodRest(begin, paid)), end, at, currency))
                .isEqualTo(back);
    }

    @Test
    void isRoundedOnce() {
        Instant begin = Instant.parse("2026-04-01T00:00:00Z");
        Instant end = begin.plus(Duration.ofDays(30));
        List<PeriodRest> thirds = Collections.nCopies(3, new PeriodRest(begin, 1000));
        assertThat(ProratedRefund.of(thirds, end, begin.plus(Duration.ofDays(20)), "jpy"))
                .isEqualTo(1000);
        List<PeriodRest> credited = List.of(new PeriodRest(begin, 1000), new PeriodRest(begin, -2000));
        assertThat(ProratedRefund.of(credited, end, begin.plus(Duration.ofDays(20)), "jpy"))
                .isEqualTo(-334);
    }

    @Test
    void isByTheTimeThatWasPaidForWhereThatBeginsWithinADay() {
        Instant begin = Instant.parse("2026-04-11T12:00:00Z");
        Instant end = Instant.parse("2026-05-01T00:00:00Z");
        List<PeriodRest> rest = List.of(new PeriodRest(begin, 1950));
        assertThat(ProratedRefund.of(rest, end, Instant.parse("2026-04-21T00:00:00Z"), "usd"))
                .as("10 of 19.5 days")
                .isEqualTo(1000);
        assertThat(ProratedRefund.of(rest, end, Instant.parse("2026-04-11T13:00:00Z"), "usd"))
                .isEqualTo(1950);
    }

    @Test
    void isNeverMoreThanWasPaidAndNeverGrowsWithTime() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            long paid = random.nextLong(Long.MAX_VALUE);
            Instant begin = Instant.ofEpochSecond(random.nextLong(4_000_000_000L));
            Instant end = begin.plusSeconds(1 + random.nextLong(400L * 86_400));
            Instant earlier = begin.plusSeconds(
                    random.nextLong(Duration.between(begin, end).toSeconds()));
            List<PeriodRest> rest = List.of(new PeriodRest(begin, paid));
            long first = ProratedRefund.of(rest, end, earlier, "kwd");
            long later = ProratedRefund.of(rest, end, earlier.plusSeconds(random.nextLong(100_000)), "kwd");
            assertThat(first).as("seed %d", seed).isBetween(later, paid);
            assertThat(first % 10).as("seed %d", seed).isZero();
        }
    }
}
