package io.wheelwright.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wheelwright.api.v1alpha1.MeterAggregation;
import io.wheelwright.api.v1alpha1.MeterKind;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What was used of one thing in a span.
 *
 * @param total what a counter grew by; null for a gauge
 * @param max the highest level of a gauge; null for a counter
 * @param average the level of a gauge, weighed by time; null for a counter
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record UsageAmount(String name, MeterKind kind, BigDecimal total, Long max, BigDecimal average) {

    private static final int DECIMALS = 3;

    static UsageAmount counter(String name, BigDecimal total) {
        return new UsageAmount(name, MeterKind.counter, total.setScale(0, RoundingMode.HALF_UP), null, null);
    }

    /** A gauge that was seen for a moment only has its level for an average. */
    static UsageAmount gauge(String name, long max, BigDecimal weighted, long seconds) {
        BigDecimal average = seconds == 0
                ? BigDecimal.valueOf(max)
                : weighted.divide(BigDecimal.valueOf(seconds), DECIMALS, RoundingMode.HALF_UP);
        return new UsageAmount(name, MeterKind.gauge, null, max, average);
    }

    /**
     * What is held against a limit.
     *
     * @param aggregation what counts of a gauge; null for its highest level
     */
    BigDecimal used(MeterAggregation aggregation) {
        if (kind == MeterKind.counter) {
            return total;
        }
        return aggregation == MeterAggregation.average ? average : BigDecimal.valueOf(max);
    }
}
