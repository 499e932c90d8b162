package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.billing.Entitlement;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The first difference that another policy makes for a customer.
 *
 * @param at from when on; now, or a date ahead if nothing else is heard until then
 * @param from what the customer may do then by the present policy
 * @param to what by the other one
 */
record PolicyChange(String orgId, Instant at, Entitlement from, Entitlement to) {

    /** More dates than facts can have. */
    private static final int MOST = 40;

    /**
     * Looks along all dates of both; empty where access is always the same.
     *
     * @param suspended whether a person has suspended the customer
     */
    static Optional<PolicyChange> of(
            String orgId, BillingFacts present, BillingFacts other, boolean suspended, Instant now) {
        Optional<Instant> at = Optional.of(now);
        for (int i = 0; at.isPresent() && i < MOST; i++) {
            Entitlement from = at(present, suspended, at.get());
            Entitlement to = at(other, suspended, at.get());
            if (from.access() != to.access()) {
                return Optional.of(new PolicyChange(orgId, at.get(), from, to));
            }
            at = Stream.concat(from.nextChange().stream(), to.nextChange().stream())
                    .min(Comparator.naturalOrder());
        }
        return Optional.empty();
    }

    PolicyChangeView view() {
        return new PolicyChangeView(
                orgId, at, from.access().name(), from.reason(), to.access().name(), to.reason(), to.message());
    }

    private static Entitlement at(BillingFacts facts, boolean suspended, Instant at) {
        Entitlement billed = Entitlement.of(facts, at);
        return suspended ? billed.suspended("The organization is suspended.") : billed;
    }
}
