package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.organization.Customer;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The first difference that another policy makes for a customer.
 *
 * @param at from when on; now, or a date ahead if nothing else is heard until then
 * @param from what the customer may do then by the present policy
 * @param to what by the other one
 */
record PolicyChange(String orgId, Instant at, Entitlement from, Entitlement to) {

    private static final Set<BillingState> LIVING =
            EnumSet.of(BillingState.trialing, BillingState.active, BillingState.past_due);

    /** More dates than facts can have. */
    private static final int MOST = 40;

    /**
     * Looks along all dates of both; empty where access is always the same.
     *
     * @param spared whether nothing is taken from the customer
     */
    static Optional<PolicyChange> of(
            Customer customer, BillingFacts present, BillingFacts other, boolean spared, Instant now) {
        Optional<Instant> at = Optional.of(now);
        for (int i = 0; at.isPresent() && i < MOST; i++) {
            Entitlement from = customer.entitlement(asOf(present, at.get()), spared, at.get());
            Entitlement to = customer.entitlement(asOf(other, at.get()), spared, at.get());
            if (from.access() != to.access()) {
                return Optional.of(new PolicyChange(customer.orgId(), at.get(), from, to));
            }
            at = Stream.concat(from.nextChange().stream(), to.nextChange().stream())
                    .min(Comparator.naturalOrder());
        }
        return Optional.empty();
    }

    /** What is stated once an end that was planned has come. */
    private static BillingFacts asOf(BillingFacts facts, Instant at) {
        boolean ended = facts != null
                && LIVING.contains(facts.state())
                && facts.endsAt() != null
                && !at.isBefore(facts.endsAt());
        return ended
                ? BillingFactsBuilder.builder(facts)
                        .state(BillingState.cancelled)
                        .build()
                : facts;
    }

    PolicyChangeView view() {
        return new PolicyChangeView(
                orgId, at, from.access().name(), from.reason(), to.access().name(), to.reason(), to.message());
    }
}
