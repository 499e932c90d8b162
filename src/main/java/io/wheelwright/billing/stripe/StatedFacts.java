package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.billing.BillingHoldView;
import io.wheelwright.billing.ConcernView;
import java.time.Instant;
import java.util.Optional;

/**
 * What a biller says, or would say, in spec.billing, as REST shows it.
 *
 * @param source who does
 * @param revision grows with each change; null where none was made yet
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StatedFacts(
        String source,
        Long revision,
        String state,
        String plan,
        Instant currentPeriodEnd,
        Instant trialEndsAt,
        Instant graceEndsAt,
        Instant endsAt,
        Instant deleteAfter,
        Instant fullUntil,
        ConcernView concern,
        BillingHoldView hold) {

    /** Null where nobody says anything. */
    static StatedFacts of(BillingFacts facts) {
        return facts == null
                ? null
                : new StatedFacts(
                        facts.source(),
                        facts.revision(),
                        Optional.ofNullable(facts.state()).map(Enum::name).orElse(null),
                        facts.plan(),
                        facts.currentPeriodEnd(),
                        facts.trialEndsAt(),
                        facts.graceEndsAt(),
                        facts.endsAt(),
                        facts.deleteAfter(),
                        facts.fullUntil(),
                        ConcernView.of(facts.concern()),
                        BillingHoldView.of(facts.hold()));
    }
}
