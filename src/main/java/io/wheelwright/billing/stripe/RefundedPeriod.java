package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.BillingConcern;
import io.wheelwright.api.v1alpha1.ConcernKind;
import io.wheelwright.billing.Terms;
import java.time.Instant;

/**
 * A period of a subscription of which all that was paid has gone back, or is on its way.
 *
 * @param until its end
 */
record RefundedPeriod(String subscription, Instant until) implements Matter {

    /** Until the next period, which costs again. */
    @Override
    public boolean concerns(SubscriptionFacts present) {
        return present.id().equals(subscription)
                && present.periodEnd() != null
                && !present.periodEnd().isAfter(until);
    }

    @Override
    public BillingConcern under(Terms terms) {
        return new BillingConcern(ConcernKind.refunded, terms.onFullRefund());
    }
}
