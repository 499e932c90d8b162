package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/**
 * A dispute as REST shows it.
 *
 * @param disputeId Stripe's id
 * @param invoiceId the invoice that was paid; left out where that is not known
 * @param amount in minor units of the currency
 * @param status as it was read from Stripe last
 * @param standing what that means for the payment
 * @param answerUntil until when evidence is taken; left out for never
 * @param statuses the states that it was seen in, the oldest first
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DisputeView(
        String disputeId,
        String orgId,
        String chargeId,
        String invoiceId,
        long amount,
        String currency,
        String reason,
        String status,
        String standing,
        Instant answerUntil,
        Instant createdAt,
        Instant updatedAt,
        List<SeenStatus> statuses) {}
