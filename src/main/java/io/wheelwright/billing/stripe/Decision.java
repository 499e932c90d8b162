package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.BillingConcern;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.ConcernKind;
import io.wheelwright.api.v1alpha1.OnEnd;
import io.wheelwright.api.v1alpha1.Overrides;
import io.wheelwright.billing.Terms;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What follows for an organization from its subscriptions at Stripe: facts and dates, and no verdict. The same
 * subscriptions give the same facts, whenever they are read.
 *
 * @param facts what is to be written; null for nothing
 * @param hold why nothing is written although there is something; null otherwise
 * @param note why, for people
 */
record Decision(BillingFacts facts, Hold hold, String note) {

    /**
     * Decides.
     *
     * @param subscriptions all of the organization
     * @param matters what is known beside the subscriptions, such as disputes of their payments
     * @param promised what it has been promised beside its plan; null for nothing
     */
    static Decision of(
            Collection<SubscriptionFacts> subscriptions,
            Collection<? extends Matter> matters,
            PriceBook prices,
            Overrides promised) {
        List<SubscriptionFacts> begun =
                subscriptions.stream().filter(SubscriptionFacts::hasBegun).toList();
        if (begun.isEmpty()) {
            return new Decision(null, null, "No subscription has had its first payment.");
        }
        for (SubscriptionFacts subscription : begun) {
            if (SubscriptionStatus.of(subscription.status()).isEmpty()) {
                return hold(
                        Hold.unknown_status,
                        "The status %s of %s is not known.",
                        subscription.status(),
                        subscription.id());
            }
            if (subscription.live() && subscription.testClock() != null) {
                return hold(Hold.other_mode, "%s has a test clock, and is of live mode.", subscription.id());
            }
        }
        SubscriptionFacts first = begun.stream().max(SubscriptionFacts.RANK).orElseThrow();
        Decision decision = prices.plan(first.prices())
                .map(plan ->
                        of(first, matters, plan.id(), Terms.of(plan, promised)).here(first))
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
                        || facts.concern() != null && facts.concern().allows() != Access.Full
                        || facts.state() != BillingState.active && facts.state() != BillingState.trialing);
    }

    /** Whether there is nothing but what has ended. */
    boolean isOver() {
        return facts != null && facts.state() == BillingState.cancelled;
    }

    private static Decision of(
            SubscriptionFacts subscription, Collection<? extends Matter> matters, String plan, Terms terms) {
        return switch (subscription.status()) {
            case "trialing" -> trialing(subscription, plan, terms);
            case "active" ->
                concerned(subscription, matters, terms, write(begin(BillingState.active, subscription, plan)));
            case "past_due" -> concerned(subscription, matters, terms, pastDue(subscription, plan, terms));
            case "canceled" -> canceled(subscription, plan, terms);
            case "paused" ->
                write(begin(BillingState.suspended, subscription, plan)
                        .concern(new BillingConcern(ConcernKind.trial_unpaid, terms.onPausedTrial())));
            default -> write(begin(BillingState.suspended, subscription, plan));
        };
    }

    private static Decision trialing(SubscriptionFacts subscription, String plan, Terms terms) {
        Instant end = subscription.trialEnd();
        return end == null
                ? missing("trial_end", subscription)
                : write(begin(BillingState.trialing, subscription, plan)
                        .trialEndsAt(end)
                        .graceEndsAt(end.plus(terms.trialGrace())));
    }

    /** The grace begins when the first unpaid invoice failed, however often it fails again. */
    private static Decision pastDue(SubscriptionFacts subscription, String plan, Terms terms) {
        Instant since = subscription.unpaidSince();
        return since == null
                ? missing("an invoice that is finalized and not paid", subscription)
                : write(begin(BillingState.past_due, subscription, plan)
                        .fullUntil(terms.fullGrace().isZero() ? null : since.plus(terms.fullGrace()))
                        .graceEndsAt(since.plus(terms.grace())));
    }

    /** The same with what is the matter beside the status; of several matters that which leaves least. */
    private static Decision concerned(
            SubscriptionFacts subscription, Collection<? extends Matter> matters, Terms terms, Decision decision) {
        if (decision.facts == null) {
            return decision;
        }
        Stream<BillingConcern> others =
                matters.stream().filter(one -> one.concerns(subscription)).map(one -> one.under(terms));
        Stream<BillingConcern> paused = subscription.collectionPaused()
                ? Stream.of(new BillingConcern(ConcernKind.collection_paused, terms.onPausedCollection()))
                : Stream.empty();
        return Stream.concat(paused, others)
                .max(Comparator.comparing(BillingConcern::allows))
                .map(concern ->
                        write(BillingFactsBuilder.builder(decision.facts).concern(concern)))
                .orElse(decision);
    }

    /** Stripe does not say whether the customer means its data, too: a day of deletion follows only by policy. */
    private static Decision canceled(SubscriptionFacts subscription, String plan, Terms terms) {
        Instant end = subscription.endedAt();
        if (end == null) {
            return missing("ended_at", subscription);
        }
        return write(begin(BillingState.cancelled, subscription, plan)
                .endsAt(end)
                .deleteAfter(terms.onEnd() == OnEnd.Delete ? end.plus(terms.retention()) : null));
    }

    private static BillingFactsBuilder begin(BillingState state, SubscriptionFacts subscription, String plan) {
        return BillingFactsBuilder.builder()
                .state(state)
                .plan(plan)
                .currentPeriodEnd(subscription.periodEnd())
                .endsAt(subscription.endsAt());
    }

    private static Decision write(BillingFactsBuilder facts) {
        return new Decision(facts.build(), null, null);
    }

    private static Decision missing(String what, SubscriptionFacts subscription) {
        return hold(Hold.missing_date, "%s is %s and has no %s.", subscription.id(), subscription.status(), what);
    }

    /** The same with the dates of a subscription as they are here. */
    private Decision here(SubscriptionFacts subscription) {
        return facts == null || subscription.testClock() == null
                ? this
                : write(BillingFactsBuilder.builder(facts)
                        .trialEndsAt(subscription.here(facts.trialEndsAt()))
                        .fullUntil(subscription.here(facts.fullUntil()))
                        .graceEndsAt(subscription.here(facts.graceEndsAt()))
                        .currentPeriodEnd(subscription.here(facts.currentPeriodEnd()))
                        .endsAt(subscription.here(facts.endsAt()))
                        .deleteAfter(subscription.here(facts.deleteAfter())));
    }

    private Decision with(String remark) {
        return new Decision(facts, hold, note == null ? remark : note + " " + remark);
    }
}
