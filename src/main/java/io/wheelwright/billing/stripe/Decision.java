package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.PlanSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What follows for an organization from its subscriptions at Stripe: facts and dates, and no verdict. The same
 * subscriptions give the same facts, whenever they are read.
 *
 * @param facts what is to be written; null for nothing
 * @param hold why nothing is written although there is something; null otherwise
 * @param note why, for people
 */
record Decision(BillingFacts facts, Hold hold, String note) {

    private static final Set<String> KNOWN = Set.of(
            "trialing", "active", "past_due", "unpaid", "paused", "canceled", "incomplete", "incomplete_expired");

    /**
     * Decides.
     *
     * @param subscriptions all of the organization
     */
    static Decision of(Collection<SubscriptionFacts> subscriptions, PriceBook prices) {
        List<SubscriptionFacts> begun =
                subscriptions.stream().filter(SubscriptionFacts::hasBegun).toList();
        if (begun.isEmpty()) {
            return new Decision(null, null, "No subscription has had its first payment.");
        }
        for (SubscriptionFacts subscription : begun) {
            if (!KNOWN.contains(subscription.status())) {
                return hold(
                        Hold.unknown_status,
                        "The status %s of %s is not known.",
                        subscription.status(),
                        subscription.id());
            }
        }
        SubscriptionFacts first = begun.stream().max(SubscriptionFacts.RANK).orElseThrow();
        Decision decision = prices.plan(first.prices())
                .map(plan -> of(first, plan))
                .orElseGet(() -> hold(
                        Hold.unknown_price,
                        "The prices %s of %s are not those of one plan: compare spec.plans[].stripePriceId of the products.",
                        first.prices() == null ? "that could not be read in full" : first.prices(),
                        first.id()));
        long living =
                begun.stream().filter(subscription -> !subscription.isOver()).count();
        return living > 1
                ? decision.with("It has %d living subscriptions; %s counts.".formatted(living, first.id()))
                : decision;
    }

    static Decision hold(Hold why, String note, Object... details) {
        return new Decision(null, why, note.formatted(details));
    }

    /** Whether anything that it says, now or on a day, takes access. */
    boolean takes() {
        return facts != null
                && (facts.endsAt() != null
                        || facts.state() != BillingState.active && facts.state() != BillingState.trialing);
    }

    /** Whether there is nothing but what has ended. */
    boolean isOver() {
        return facts != null && facts.state() == BillingState.cancelled;
    }

    private static Decision of(SubscriptionFacts subscription, PlanSpec plan) {
        return switch (subscription.status()) {
            case "trialing" -> trialing(subscription, plan);
            case "active" -> write(begin(BillingState.active, subscription, plan));
            case "past_due" -> pastDue(subscription, plan);
            case "canceled" -> canceled(subscription, plan);
            default -> write(begin(BillingState.suspended, subscription, plan));
        };
    }

    private static Decision trialing(SubscriptionFacts subscription, PlanSpec plan) {
        Instant end = subscription.trialEnd();
        return end == null
                ? missing("trial_end", subscription)
                : write(begin(BillingState.trialing, subscription, plan)
                        .trialEndsAt(end)
                        .graceEndsAt(end.plus(Duration.ofDays(plan.trialGraceDays()))));
    }

    /** The grace begins when the first unpaid invoice failed, however often it fails again. */
    private static Decision pastDue(SubscriptionFacts subscription, PlanSpec plan) {
        Instant since = subscription.unpaidSince();
        return since == null
                ? missing("an invoice that is finalized and not paid", subscription)
                : write(begin(BillingState.past_due, subscription, plan)
                        .graceEndsAt(since.plus(Duration.ofDays(plan.graceDays()))));
    }

    /** No day of deletion follows: Stripe does not say whether the customer means that. */
    private static Decision canceled(SubscriptionFacts subscription, PlanSpec plan) {
        Instant end = subscription.endedAt();
        if (end == null) {
            return missing("ended_at", subscription);
        }
        return write(begin(BillingState.cancelled, subscription, plan).endsAt(end));
    }

    private static BillingFactsBuilder begin(BillingState state, SubscriptionFacts subscription, PlanSpec plan) {
        return BillingFactsBuilder.builder()
                .state(state)
                .plan(plan.id())
                .currentPeriodEnd(subscription.periodEnd())
                .endsAt(subscription.endsAt());
    }

    private static Decision write(BillingFactsBuilder facts) {
        return new Decision(facts.build(), null, null);
    }

    private static Decision missing(String what, SubscriptionFacts subscription) {
        return hold(Hold.missing_date, "%s is %s and has no %s.", subscription.id(), subscription.status(), what);
    }

    private Decision with(String remark) {
        return new Decision(facts, hold, note == null ? remark : note + " " + remark);
    }
}
