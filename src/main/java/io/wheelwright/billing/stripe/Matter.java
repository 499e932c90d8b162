package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.BillingConcern;
import io.wheelwright.billing.Terms;

/** Something that may be the matter with a subscription beside its status, and that is not of the subscription itself. */
sealed interface Matter permits DisputeFacts, RefundedPeriod {

    /** Whether it counts for who has this subscription now. */
    boolean concerns(SubscriptionFacts present);

    /** What it comes to. */
    BillingConcern under(Terms terms);
}
