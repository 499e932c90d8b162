package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.stripe.model.Refund;
import java.util.Locale;

/**
 * What went back of a payment.
 *
 * @param amount in minor units of the currency
 * @param status as Stripe had it when the refund was made; the history has what it came to
 */
@JsonNaming(SnakeCaseStrategy.class)
public record RefundedPart(
        String refundId, String charge, String invoice, long amount, String currency, String status) {

    static RefundedPart of(Refund refund, String invoice) {
        return new RefundedPart(
                refund.getId(),
                refund.getCharge(),
                invoice,
                refund.getAmount(),
                refund.getCurrency().toUpperCase(Locale.ROOT),
                refund.getStatus());
    }
}
