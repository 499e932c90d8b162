package io.wheelwright.billing.payment;

import java.time.Instant;

/**
 * What was used of a subscription that is about to end: Stripe charges only what it was told before. While it is not known
 * what charges a use, that is not waited for: the end may be what makes it known.
 */
public interface LastUsage {

    /**
     * Counts what an organization has used, and tells Stripe what the subscription charges. No transaction is open.
     *
     * @param subscription the one that is to be ended after it
     * @param until when no further request is begun
     * @return whether Stripe was told of all that it is to be told of; false where that could not be counted
     */
    boolean tell(String orgUid, String subscription, Instant until);

    /**
     * Has what still waits counted and told as soon as it can be, by who is at it; asks Stripe nothing itself.
     *
     * @return whether nothing waits any more
     */
    boolean hurry(String orgUid, String subscription);
}
