package io.wheelwright.billing.stripe;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The statuses of a subscription at Stripe, and what comes after what. The hub reads samples: between two reads a
 * subscription may have been in several, so one can be read after another where any path of steps leads to it. Source:
 * docs.stripe.com/billing/subscriptions/overview and /trials, and the field status of docs.stripe.com/api/subscriptions/object.
 */
enum SubscriptionStatus {
    /** Its first payment is awaited, for 23 hours. */
    incomplete,
    /** Its first payment was not made in time. */
    incomplete_expired,
    trialing,
    active,
    /** A payment is owed, and tried again. */
    past_due,
    /** A payment is owed, and not tried any more. */
    unpaid,
    /** Its trial has ended without a payment method. */
    paused,
    canceled;

    /** Empty for one that Stripe has added since. */
    static Optional<SubscriptionStatus> of(String status) {
        return Stream.of(values()).filter(known -> known.name().equals(status)).findFirst();
    }

    /**
     * Those before which nothing leads to a status. One that Stripe has added since may come from anywhere but an end; and
     * what it leads to is not known, so it is never among these.
     *
     * @param status as Stripe has it
     */
    static List<String> neverBefore(String status) {
        Optional<SubscriptionStatus> after = of(status);
        return Stream.of(values())
                .filter(before -> after.map(known -> !before.leadsTo(known)).orElse(before.isOver()))
                .map(Enum::name)
                .toList();
    }

    /** Whether it never changes again. */
    boolean isOver() {
        return this == canceled || this == incomplete_expired;
    }

    /**
     * Whether it stays so, or becomes so by any number of steps. Nothing leads back to a first payment; all other statuses that
     * are not an end lead to each other, if by others.
     */
    boolean leadsTo(SubscriptionStatus next) {
        boolean isOfTheFirstPayment = next == incomplete || next == incomplete_expired;
        return this == next || !isOver() && (this == incomplete || !isOfTheFirstPayment);
    }
}
