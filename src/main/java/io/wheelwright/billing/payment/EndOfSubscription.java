package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.stripe.model.Subscription;
import java.time.Instant;

/**
 * How it stands with the end of a subscription.
 *
 * @param subscriptionId Stripe's id
 * @param outcome {@code cancelled}: it has ended; {@code cancel_scheduled}: it will; {@code kept}: it goes on
 * @param endsAt when it will end, or has; null where it goes on
 */
@JsonNaming(SnakeCaseStrategy.class)
public record EndOfSubscription(String subscriptionId, String outcome, Instant endsAt) {

    static EndOfSubscription of(Subscription subscription) {
        if (PlannedEnd.isOver(subscription)) {
            Long ended = subscription.getEndedAt() == null ? subscription.getCanceledAt() : subscription.getEndedAt();
            return new EndOfSubscription(
                    subscription.getId(), "cancelled", ended == null ? null : Instant.ofEpochSecond(ended));
        }
        Instant end = PlannedEnd.of(subscription);
        return new EndOfSubscription(subscription.getId(), end == null ? "kept" : "cancel_scheduled", end);
    }
}
