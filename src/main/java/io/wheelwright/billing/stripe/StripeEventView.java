package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * An event of Stripe as REST shows it, without what is in it.
 *
 * @param disputeId dispute that it is about; left out for none
 * @param deliveries how often it has come
 * @param attempts how often it was tried in vain
 * @param note what came of it, or why it is tried again
 * @param nextAt when it is tried again; null where it is not
 */
@JsonNaming(SnakeCaseStrategy.class)
public record StripeEventView(
        String eventId,
        String type,
        String state,
        String subscriptionId,
        String customerId,
        String refundId,
        @JsonInclude(JsonInclude.Include.NON_NULL) String disputeId,
        String apiVersion,
        long deliveries,
        int attempts,
        String note,
        Instant receivedAt,
        Instant settledAt,
        Instant nextAt) {}
