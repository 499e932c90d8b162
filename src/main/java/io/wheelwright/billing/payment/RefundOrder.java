package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What is to go back of a payment: fixed when it is asked for.
 *
 * @param amount in minor units of the currency
 * @param refundedBefore how much of the payment had gone back when this was asked for: where it is more by then, this is
 *     not made
 * @param reason one of Stripe's
 * @param description for people; null for none
 */
@JsonNaming(SnakeCaseStrategy.class)
record RefundOrder(
        String charge,
        String invoice,
        long amount,
        String currency,
        long refundedBefore,
        RefundReason reason,
        String description) {

    static RefundOrder of(RefundPlan.Part part, RefundReason reason, String description) {
        Payment payment = part.payment();
        return new RefundOrder(
                payment.charge(),
                payment.invoice(),
                part.amount(),
                payment.currency(),
                payment.refunded(),
                reason,
                description);
    }
}
