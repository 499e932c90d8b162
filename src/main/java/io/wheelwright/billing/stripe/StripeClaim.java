package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.organization.BillingClaim;
import io.wheelwright.organization.Customer;
import java.util.Optional;

/** By what right Stripe's biller states the billing of an organization. */
final class StripeClaim {

    /** On those that are Stripe's, and on those whose billing nobody states. */
    static final BillingClaim OWN = new BillingClaim(Projection.SOURCE, null, Optional.empty());

    private StripeClaim() {}

    /** A trial that nobody bills ends with what was bought for it; any other state of somebody else's stays theirs. */
    static BillingClaim on(Customer customer, Decision decision) {
        return Purchases.isOpenTrial(customer) && (!decision.takes() || isLonger(decision.facts(), customer.billing()))
                ? new BillingClaim(Projection.SOURCE, BillingClaim.MANUAL, Optional.empty())
                : OWN;
    }

    /** By its state and dates, what was bought takes nothing of a trial that ends before it; a concern counts as with anybody. */
    private static boolean isLonger(BillingFacts bought, BillingFacts trial) {
        return (bought.state() == BillingState.active || bought.state() == BillingState.trialing)
                && trial != null
                && trial.trialEndsAt() != null
                && (bought.endsAt() == null || bought.endsAt().isAfter(trial.trialEndsAt()));
    }
}
