package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;

/** Follows what Stripe says of usage that it has taken and could not count. */
public interface MeterErrorFollower {

    /**
     * Reads an event of that, and marks what it names. No transaction is open.
     *
     * @param eventId of the event
     * @return what came of it, for people
     */
    String follow(String eventId) throws StripeException;
}
