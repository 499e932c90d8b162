package io.wheelwright.billing.stripe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        return steps().isEmpty();
    }

    /** Whether it stays so, or becomes so by any number of steps. */
    boolean leadsTo(SubscriptionStatus status) {
        Set<SubscriptionStatus> reached = EnumSet.of(this);
        Deque<SubscriptionStatus> ahead = new ArrayDeque<>(reached);
        while (!ahead.isEmpty()) {
            ahead.pop().steps().stream().filter(reached::add).forEach(ahead::push);
        }
        return reached.contains(status);
    }

    private Set<SubscriptionStatus> steps() {
        return switch (this) {
            case incomplete -> EnumSet.of(active, trialing, incomplete_expired, canceled);
            case trialing -> EnumSet.of(active, past_due, paused, canceled);
            // An update may give a trial to who has paid.
            case active -> EnumSet.of(trialing, past_due, canceled);
            // What becomes of one that is not paid in the end is a setting of the account.
            case past_due -> EnumSet.of(active, unpaid, canceled);
            case unpaid -> EnumSet.of(active, canceled);
            case paused -> EnumSet.of(active, past_due, canceled);
            case canceled, incomplete_expired -> EnumSet.noneOf(SubscriptionStatus.class);
        };
    }
}
