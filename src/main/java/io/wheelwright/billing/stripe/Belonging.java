package io.wheelwright.billing.stripe;

import io.wheelwright.organization.Customer;
import java.time.Duration;

/** Whether a subscription is that of the organization whose name it has: names are used again. */
enum Belonging {
    ours,
    another,
    uncertain;

    /** Clocks differ. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    /**
     * By the UID in the metadata; else by the one that it was bound to first; else it is the present organization's if it is
     * not older than that.
     *
     * @param bound UID that it was bound to; null for none yet
     */
    static Belonging of(SubscriptionFacts subscription, String bound, Customer customer) {
        String uid = subscription.orgUid() == null ? bound : subscription.orgUid();
        if (uid != null) {
            return uid.equals(customer.uid()) ? ours : another;
        }
        return subscription.createdAt().isBefore(customer.since().minus(SLACK)) ? uncertain : ours;
    }
}
