package io.wheelwright.billing.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.api.v1alpha1.MeterAggregation;
import io.wheelwright.api.v1alpha1.MeterKind;
import io.wheelwright.usage.MonthOfUse;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 50, 100, true, 50, 0, 0",
        "50, 0, 0, 100, 100, true, 100, 0, 0",
        "50, 0, 0, 130, 100, true, 100, 0, 30",
        "100, 0, 30, 130, 100, true, 100, 0, 30",
        "100, 0, 30, 120, 100, true, 100, 0, 30",
        "0, 0, 0, 7, 0, true, 0, 0, 7",
        "0, 0, 0, 130, 100, false, 100, 30, 0",
        "100, 30, 0, 135, 100, true, 100, 30, 5",
        "100, 0, 30, 500, unlimited, true, 470, 0, 30",
    })
    void growthIsIncludedThenOverageWhereItIsSold(
            long covered,
            long waived,
            long overage,
            long used,
            String included,
            boolean sold,
            long nowCovered,
            long nowWaived,
            long nowOverage) {
        assertThat(new Share(covered, waived, overage).grown(used, limit(included), sold))
                .isEqualTo(new Share(nowCovered, nowWaived, nowOverage));
    }

    @Test
    void aSmallerPlanChargesNothingOfBefore() {
        Share before = Share.NONE.grown(50, Limit.of(100), true);

        assertThat(before.grown(50, Limit.of(10), true)).isEqualTo(before);
        assertThat(before.grown(53, Limit.of(10), true)).isEqualTo(new Share(50, 0, 3));
    }

    @Test
    void aLargerPlanLeavesWhatWasChargedAndGivesTheRestOfItsOwn() {
        Share before = Share.NONE.grown(15, Limit.of(10), true);

        assertThat(before).isEqualTo(new Share(10, 0, 5));
        assertThat(before.grown(105, Limit.of(100), true)).isEqualTo(new Share(100, 0, 5));
        assertThat(before.grown(120, Limit.of(100), true)).isEqualTo(new Share(100, 0, 20));
    }

    @Test
    void whatIsBeyondWaitsAndWhatIsCoveredStaysSo() {
        Share before = Share.NONE.grown(50, Limit.of(100), true);
        Share grown = before.grown(130, Limit.of(100), true);

        assertThat(grown.isBeyond(before)).isTrue();
        assertThat(grown.coveredSince(before)).isEqualTo(new Share(100, 0, 0));
        assertThat(grown.coveredSince(before).grown(130, Limit.of(10), true)).isEqualTo(grown);
        assertThat(before.grown(90, Limit.of(100), false).isBeyond(before)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void howeverItGrowsTheEndIsTheSameAndNothingGetsLess(long seed) {
        Random random = new Random(seed);
        long included = random.nextInt(1000);
        Share share = Share.NONE;
        long used = 0;
        for (int i = 0; i < 200; i++) {
            used += random.nextInt(20);
            Share next = share.grown(used, Limit.of(included), true);
            assertThat(next.overage()).isGreaterThanOrEqualTo(share.overage());
            assertThat(next.used()).isEqualTo(used);
            share = next.grown(used - random.nextInt(20), Limit.of(included), true);
            assertThat(share).isEqualTo(next);
        }
        assertThat(share).isEqualTo(Share.NONE.grown(used, Limit.of(included), true));
        assertThat(share.overage()).isEqualTo(Math.max(0, used - included));
    }

    @Test
    void countsAMonthInWholeUnits() {
        LocalDate june = LocalDate.of(2027, 6, 1);
        long seconds = 30L * 24 * 3600;
        MonthOfUse half =
                use(june, MeterKind.gauge, "0", 80, BigDecimal.valueOf(50).multiply(BigDecimal.valueOf(seconds / 2)));

        assertThat(half.units(MeterAggregation.average)).isEqualTo(25);
        assertThat(half.units(MeterAggregation.max)).isEqualTo(80);
        assertThat(half.units(null)).isEqualTo(80);
        assertThat(use(june, MeterKind.gauge, "0", 1, BigDecimal.valueOf(seconds - 1))
                        .units(MeterAggregation.average))
                .isZero();
        assertThat(use(june, MeterKind.counter, "7000000000000000000000", 0, BigDecimal.ZERO)
                        .units(null))
                .isEqualTo(1_000_000_000_000_000_000L);
    }

    private static MonthOfUse use(LocalDate month, MeterKind kind, String total, long maximum, BigDecimal weighted) {
        return new MonthOfUse("uid", "spoke", month, kind, "meter", new BigDecimal(total), maximum, weighted);
    }

    private static Limit limit(String text) {
        return text.equals("unlimited") ? Limit.UNLIMITED : Limit.of(Long.parseLong(text));
    }
}
