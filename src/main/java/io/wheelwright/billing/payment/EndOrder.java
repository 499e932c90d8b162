package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Objects;

/**
 * How a subscription is to end.
 *
 * @param when {@code now}, {@code period_end}, or {@code never}, which takes a planned end back
 * @param comment for who looks at it in Stripe's dashboard; null for none
 * @param periodEnd when its period ends that was the current one when it was asked for: an end of that one is what was
 *     meant; null for any
 */
@JsonNaming(SnakeCaseStrategy.class)
record EndOrder(String subscription, When when, String comment, Instant periodEnd) {

    /** Whether who asks for the other gets what was asked for by this one. */
    boolean serves(EndOrder asked) {
        return when == asked.when && Objects.equals(periodEnd, asked.periodEnd);
    }

    /** When a subscription ends. */
    enum When {
        now,
        period_end,
        never
    }
}
