package io.wheelwright.lifecycle;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.billing.Terms;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.OptionalInt;

/**
 * How long a customer can read after a trial, where the biller does not say: the longest of what its plans grant. It is
 * written down with the trial, so that every instance and every mail go by the same day.
 */
final class TrialGrace {

    private static final EnumSet<BillingState> TRIALS = EnumSet.of(BillingState.trialing, BillingState.trial_grace);

    private TrialGrace() {}

    /** The same facts with the end of the grace; without plans that is left to the plan of the spoke that comes. */
    static BillingFacts filledIn(BillingFacts facts, Collection<PlanSpec> plans) {
        if (!TRIALS.contains(facts.state()) || facts.trialEndsAt() == null || facts.graceEndsAt() != null) {
            return facts;
        }
        Integer promised = Terms.promised(facts.overrides()).trialGraceDays();
        OptionalInt days = promised == null
                ? plans.stream().mapToInt(PlanSpec::trialGraceDays).max()
                : OptionalInt.of(promised);
        return days.isEmpty()
                ? facts
                : BillingFactsBuilder.builder(facts)
                        .graceEndsAt(facts.trialEndsAt().plus(Duration.ofDays(days.getAsInt())))
                        .build();
    }
}
