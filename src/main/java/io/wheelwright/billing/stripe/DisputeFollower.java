package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;

/** Follows what becomes of disputes at Stripe. */
public interface DisputeFollower {

    /**
     * Reads a dispute, and keeps what holds. No transaction is open.
     *
     * @return whether it is about a customer of this hub
     * @throws NotYet if that cannot be told yet
     */
    boolean followDispute(String disputeId) throws StripeException;
}
