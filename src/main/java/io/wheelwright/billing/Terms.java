package io.wheelwright.billing;

import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.BillingPolicy;
import io.wheelwright.api.v1alpha1.BillingPolicyBuilder;
import io.wheelwright.api.v1alpha1.OnEnd;
import io.wheelwright.api.v1alpha1.Overrides;
import io.wheelwright.api.v1alpha1.PlanSpec;
import java.time.Duration;
import java.util.Objects;

/**
 * What trouble takes from a customer: what it was promised goes over what its plan says.
 *
 * @param grace after a failed payment, until nothing is left
 * @param fullGrace how much of that everything still works; at most all of it
 * @param trialGrace after a trial that ended without a purchase
 * @param retention how long data is kept after the end, where it is deleted then
 * @param onEnd whether it is, where the biller states no day
 * @param onDispute the most that is left while a payment is disputed
 * @param onFullRefund the most that is left while all that was paid for the present period is refunded
 * @param onPausedCollection the most that is left while payments are not collected
 * @param onPausedTrial what is left after a trial that ended without a payment method
 */
public record Terms(
        Duration grace,
        Duration fullGrace,
        Duration trialGrace,
        Duration retention,
        OnEnd onEnd,
        Access onDispute,
        Access onFullRefund,
        Access onPausedCollection,
        Access onPausedTrial) {

    private static final BillingPolicy NOTHING = BillingPolicyBuilder.builder().build();

    /**
     * Those of a customer.
     *
     * @param promised what the customer has been promised beside the plan; null for nothing
     */
    public static Terms of(PlanSpec plan, Overrides promised) {
        BillingPolicy own = promised(promised);
        Duration grace = days(own.graceDays(), plan.graceDays());
        Duration full = days(own.graceFullDays(), plan.graceFullDays());
        return new Terms(
                grace,
                full.compareTo(grace) < 0 ? full : grace,
                days(own.trialGraceDays(), plan.trialGraceDays()),
                days(own.retentionDays(), plan.retentionDays()),
                first(own.onEnd(), plan.onEnd(), OnEnd.Keep),
                first(own.onDispute(), plan.onDispute(), Access.Full),
                first(own.onFullRefund(), plan.onFullRefund(), Access.Full),
                first(own.onPausedCollection(), plan.onPausedCollection(), Access.Full),
                first(own.onPausedTrial(), plan.onPausedTrial(), Access.None));
    }

    /** What of it a customer was promised; all of it may be null. */
    public static BillingPolicy promised(Overrides overrides) {
        return overrides == null || overrides.policy() == null ? NOTHING : overrides.policy();
    }

    private static Duration days(Integer own, Integer plan) {
        return Duration.ofDays(own == null ? Objects.requireNonNullElse(plan, 0) : own);
    }

    private static <T> T first(T own, T plan, T usual) {
        return own == null ? Objects.requireNonNullElse(plan, usual) : own;
    }
}
