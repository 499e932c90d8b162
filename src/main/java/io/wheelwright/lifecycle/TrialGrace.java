package io.wheelwright.lifecycle;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.PlanSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;

/**
 * How long a customer can read after a trial, where the biller does not say: the longest of what its plans grant. It is
 * written down with the trial, so that every instance and every mail go by the same day.
 */
final class TrialGrace {

    private static final EnumSet<BillingState> TRIALS = EnumSet.of(BillingState.trialing, BillingState.trial_grace);
    private static final int USUAL = 3;

    private TrialGrace() {}

    /** The same facts with the end of the grace. */
    static BillingFacts filledIn(BillingFacts facts, Collection<PlanSpec> plans) {
        if (!TRIALS.contains(facts.state()) || facts.trialEndsAt() == null || facts.graceEndsAt() != null) {
            return facts;
        }
        int days = plans.stream().mapToInt(PlanSpec::trialGraceDays).max().orElse(USUAL);
        return BillingFactsBuilder.builder(facts)
                .graceEndsAt(facts.trialEndsAt().plus(Duration.ofDays(days)))
                .build();
    }
}
