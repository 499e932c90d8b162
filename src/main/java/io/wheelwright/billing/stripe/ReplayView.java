package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.api.v1alpha1.BillingFacts;
import java.time.Instant;

/**
 * What a replay would come to, or how it began.
 *
 * @param billing what would be written; null for nothing
 * @param hold why nothing would be although there is something; null otherwise
 * @param note why, for people
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplayView(StripeEventView event, boolean dryRun, ReplayBilling billing, String hold, String note) {

    /** Facts and dates as they would stand in spec.billing. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReplayBilling(
            String state,
            String plan,
            Instant currentPeriodEnd,
            Instant trialEndsAt,
            Instant graceEndsAt,
            Instant endsAt,
            Instant deleteAfter) {

        static ReplayBilling of(BillingFacts facts) {
            return facts == null
                    ? null
                    : new ReplayBilling(
                            facts.state().name(),
                            facts.plan(),
                            facts.currentPeriodEnd(),
                            facts.trialEndsAt(),
                            facts.graceEndsAt(),
                            facts.endsAt(),
                            facts.deleteAfter());
        }
    }

    static ReplayView begun(StripeEventView event) {
        return new ReplayView(event, false, null, null, null);
    }

    static ReplayView dry(StripeEventView event, Decision decision) {
        return new ReplayView(
                event,
                true,
                ReplayBilling.of(decision.facts()),
                decision.hold() == null ? null : decision.hold().name(),
                decision.note());
    }
}
