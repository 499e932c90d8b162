package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What was refunded.
 *
 * @param amount of all parts, in minor units of the currency
 * @param refunds one a payment, the newest payment first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record RefundedAmount(long amount, String currency, List<RefundedPart> refunds) {

    static RefundedAmount of(List<RefundedPart> parts) {
        return new RefundedAmount(
                parts.stream().mapToLong(RefundedPart::amount).sum(),
                parts.get(0).currency(),
                parts);
    }
}
