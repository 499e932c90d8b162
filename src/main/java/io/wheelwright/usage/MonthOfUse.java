package io.wheelwright.usage;

import io.wheelwright.api.v1alpha1.MeterAggregation;
import io.wheelwright.api.v1alpha1.MeterKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * What a spoke has used of one thing in a calendar month, in UTC, so far. Nothing of it ever gets less.
 *
 * @param month its first day
 * @param total what a counter grew by
 * @param maximum the highest level of a gauge
 * @param weighted the levels of a gauge, each times its seconds
 */
public record MonthOfUse(
        String spokeUid,
        String spokeId,
        LocalDate month,
        MeterKind kind,
        String name,
        BigDecimal total,
        long maximum,
        BigDecimal weighted) {

    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000_000_000_000L);

    /**
     * Whole units that are charged: of a counter its sum; of a gauge its highest level, or its level spread over the whole
     * month, so that half a month counts half.
     *
     * @param aggregation what counts of a gauge; null for its highest level
     */
    public long units(MeterAggregation aggregation) {
        if (kind == MeterKind.counter) {
            return whole(total);
        }
        return aggregation == MeterAggregation.average
                ? whole(weighted.divide(seconds(), 0, RoundingMode.DOWN))
                : maximum;
    }

    private BigDecimal seconds() {
        return BigDecimal.valueOf(
                Duration.ofDays(YearMonth.from(month).lengthOfMonth()).toSeconds());
    }

    private static long whole(BigDecimal number) {
        return number.min(MOST).longValue();
    }
}
