package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;

/** Follows what becomes of refunds at Stripe, whoever made them. */
public interface RefundFollower {

    /**
     * Reads a refund, or all of a charge, and keeps what holds. No transaction is open.
     *
     * @param id of the refund, or of the charge
     * @return whether it is about a customer of this hub
     * @throws NotYet if that cannot be told yet
     */
    boolean follow(String id) throws StripeException;

    /**
     * Sees what another payment for a subscription changes, where all that was paid before has gone back. No transaction
     * is open.
     */
    void followPayment(String subscriptionId) throws StripeException;

    /** Whether a refund is kept, as one with this status. */
    boolean isKept(String refundId, String status);
}
