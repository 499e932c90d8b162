package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.organization.Customer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Whether what Stripe says may suspend a customer now: not on what is in doubt, and not with too many others. */
@ApplicationScoped
class Taking {

    private static final Decision DOUBTFUL = Decision.hold(
            Hold.unreadable,
            "Another subscription of it cannot be read, or is not as it can be: nothing is taken until that is known.");
    private static final Decision BRAKED = Decision.hold(Hold.brake, SuspensionBrake.HELD);

    private final SuspensionBrake brake;
    private final Clock clock;

    Taking(SuspensionBrake brake, Clock clock) {
        this.brake = brake;
        this.clock = clock;
    }

    /**
     * Why these facts are not written; empty where they may be, and the brake has counted that. In the transaction that
     * writes: whom the brake holds is marked before anybody can release it.
     *
     * @param rows all subscriptions that name the customer, locked
     */
    Optional<Decision> objection(Customer customer, BillingFacts facts, List<SubscriptionRow> rows) {
        if (!suspends(customer, facts)) {
            return Optional.empty();
        }
        if (isDoubtful(rows)) {
            return Optional.of(DOUBTFUL);
        }
        return brake.admits(customer.orgId(), heldByTheBrake(rows)) ? Optional.empty() : Optional.of(BRAKED);
    }

    /**
     * The same, without a trace.
     *
     * @param read ids of the subscriptions that have just been read
     */
    Optional<Decision> foreseen(Customer customer, BillingFacts facts, Set<String> read) {
        if (!suspends(customer, facts)) {
            return Optional.empty();
        }
        List<SubscriptionRow> rows = SubscriptionRow.of(customer.orgId());
        if (isDoubtful(
                rows.stream().filter(row -> !read.contains(row.subscriptionId)).toList())) {
            return Optional.of(DOUBTFUL);
        }
        return brake.stops(customer.orgId(), heldByTheBrake(rows)) ? Optional.of(BRAKED) : Optional.empty();
    }

    private boolean suspends(Customer customer, BillingFacts facts) {
        return SuspensionBrake.isSuspension(customer.billing(), facts, clock.instant());
    }

    /** Whether a subscription that may live is known only as it was before. */
    private static boolean isDoubtful(List<SubscriptionRow> rows) {
        return rows.stream().anyMatch(SubscriptionRow::isDoubtful);
    }

    private static Optional<Instant> heldByTheBrake(List<SubscriptionRow> rows) {
        return rows.stream()
                .filter(row -> row.hold == Hold.brake)
                .map(row -> row.heldSince)
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
    }
}
