package io.wheelwright.account;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.PlanSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a signup begins with. */
final class Trial {

    /** Until a biller takes over, an administrator may change what the signup has written. */
    private static final String SOURCE = "manual";

    private Trial() {}

    /**
     * The trial of a plan from now on, and the read-only days after it.
     *
     * @param usualDays length for a plan that does not say one
     */
    static BillingFacts of(PlanSpec plan, int usualDays, Instant now) {
        int days = plan.trialDays() > 0 ? plan.trialDays() : usualDays;
        Instant end = now.plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS);
        return BillingFactsBuilder.builder()
                .source(SOURCE)
                .state(BillingState.trialing)
                .plan(plan.id())
                .trialEndsAt(end)
                .graceEndsAt(end.plus(Duration.ofDays(plan.trialGraceDays())))
                .revision(1L)
                .build();
    }
}
