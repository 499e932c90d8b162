package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.stripe.model.Subscription;
import java.time.Instant;

/**
 * What came of a change of plan.
 *
 * @param outcome {@code applied}, or {@code payment_pending}: the old plan holds until it is paid
 * @param plan that was asked for
 * @param endsAt when the subscription ends, for it was cancelled ahead and stays so; null otherwise
 * @param pendingUntil when the change is given up unless it is paid; null where it is applied
 * @param invoiceId of what it costs; null where Stripe names none
 * @param payUrl where it is paid, asked for just now; null where it is applied
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PlanChangeView(
        String subscriptionId,
        String outcome,
        String plan,
        Instant endsAt,
        Instant pendingUntil,
        String invoiceId,
        String payUrl) {

    static final String APPLIED = "applied";
    static final String PENDING = "payment_pending";

    /** As a subscription shows it, without the place to pay. */
    static PlanChangeView of(Subscription subscription, String plan) {
        Subscription.PendingUpdate pending = subscription.getPendingUpdate();
        return new PlanChangeView(
                subscription.getId(),
                pending == null ? APPLIED : PENDING,
                plan,
                PlannedEnd.of(subscription),
                pending == null || pending.getExpiresAt() == null
                        ? null
                        : Instant.ofEpochSecond(pending.getExpiresAt()),
                subscription.getLatestInvoice(),
                null);
    }

    PlanChangeView payAt(String url) {
        return new PlanChangeView(subscriptionId, outcome, plan, endsAt, pendingUntil, invoiceId, url);
    }
}
