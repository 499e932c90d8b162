package io.wheelwright.billing;

import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.Allowance;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.api.v1alpha1.Overrides;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.api.v1alpha1.Reasons;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a customer is entitled to at an instant.
 *
 * @param plan id of the plan
 * @param access what the customer may do
 * @param limits numbers that may not be exceeded
 * @param features what is switched on or off
 * @param reason one of the constants in {@link io.wheelwright.api.v1alpha1.Reasons}
 * @param message why, for people
 * @param nextChange when time alone changes this verdict, if it does
 * @param validUntil until when the access may be relied on by who hears nothing more: what it depends on lasts until then, or
 *     was paid until two weeks before, or is held; empty for without end
 */
public record Entitlement(
        String plan,
        Access access,
        Map<String, Limit> limits,
        Map<String, Boolean> features,
        String reason,
        String message,
        Optional<Instant> nextChange,
        Optional<Instant> validUntil) {

    /** Something is to be paid, or bought, before anything new is made. */
    private static final Set<String> OWING =
            Set.of(Reasons.PAYMENT_FAILED, Reasons.PAYMENT_PAST_DUE, Reasons.TRIAL_GRACE);

    private static final PlanSpec ANY_PLAN = PlanSpecBuilder.builder().id("any").build();

    /** The entitlement by the biller's facts alone, for who has spokes of several plans. */
    public static Entitlement of(BillingFacts facts, Instant now) {
        return of(facts, ANY_PLAN, null, now);
    }

    /** The same as if there were no hold: where the subscription stands, whatever is spared for now. */
    public static Entitlement billed(BillingFacts facts, Instant now) {
        return of(
                facts == null
                        ? null
                        : BillingFactsBuilder.builder(facts).hold(null).build(),
                now);
    }

    /**
     * The entitlement that follows from what the biller says. Dates beat the written state, and what is not known takes
     * nothing away.
     *
     * @param facts what the biller says; null where access is granted by hand
     * @param plan the plan in effect
     * @param overrides what this customer has been promised beside the plan; null for nothing
     */
    public static Entitlement of(BillingFacts facts, PlanSpec plan, Overrides overrides, Instant now) {
        var verdict = Verdict.of(facts, plan, now);
        var limits = new LinkedHashMap<>(plan.limits());
        var features = new LinkedHashMap<>(plan.features());
        if (verdict.trial() && plan.trial() != null) {
            put(plan.trial(), limits, features);
        }
        if (overrides != null) {
            put(new Allowance(overrides.limits(), overrides.features()), limits, features);
        }
        return new Entitlement(
                plan.id(),
                verdict.access(),
                Map.copyOf(limits),
                Map.copyOf(features),
                verdict.reason(),
                verdict.message(),
                verdict.until(),
                verdict.validUntil());
    }

    /** The same while a person has suspended the customer: data can be exported, nothing else. */
    public Entitlement suspended(String message) {
        if (!mayRun()) {
            return this;
        }
        return new Entitlement(
                plan, Access.ExportOnly, limits, features, Reasons.SUSPENDED, message, nextChange, validUntil);
    }

    /** The same of those who run the hub: neither billing nor a person takes anything from them. */
    public Entitlement spared() {
        boolean full = access == Access.Full && mayBegin();
        return new Entitlement(
                plan,
                Access.Full,
                limits,
                features,
                full ? reason : Reasons.OWN_ORGANIZATION,
                full
                        ? message
                        : "This is the organization of those who run the hub: nothing is taken from it, although it says: "
                                + message,
                Optional.empty(),
                Optional.empty());
    }

    /** Whether the biller's day of deletion has come: what is kept for the customer is to be destroyed. */
    public boolean isDeletionDue() {
        return reason.equals(Reasons.DELETION_DUE);
    }

    /** The same by the biller's facts alone, for it depends on no plan; never where there are none. */
    public static boolean isDeletionDue(BillingFacts facts, Instant now) {
        return of(facts, now).isDeletionDue();
    }

    /** Whether the software may run at all. */
    public boolean mayRun() {
        return access == Access.Full || access == Access.ReadOnly;
    }

    /** Whether the software may be brought where it is not yet; who owes a payment keeps what there is. */
    public boolean mayBegin() {
        return mayRun() && !OWING.contains(reason);
    }

    private static void put(Allowance allowance, Map<String, Limit> limits, Map<String, Boolean> features) {
        limits.putAll(allowance.limits());
        features.putAll(allowance.features());
    }
}
