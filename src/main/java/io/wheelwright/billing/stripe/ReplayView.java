package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What a replay would come to, or how it began.
 *
 * @param billing what would be written; null for nothing
 * @param hold why nothing would be although there is something; null otherwise
 * @param note why, for people
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplayView(StripeEventView event, boolean dryRun, StatedFacts billing, String hold, String note) {

    static ReplayView begun(StripeEventView event) {
        return new ReplayView(event, false, null, null, null);
    }

    static ReplayView dry(StripeEventView event, Decision decision) {
        return new ReplayView(
                event,
                true,
                StatedFacts.of(decision.facts()),
                decision.hold() == null ? null : decision.hold().name(),
                decision.note());
    }
}
