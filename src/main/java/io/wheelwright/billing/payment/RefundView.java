package io.wheelwright.billing.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.billing.stripe.SeenStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A refund as REST shows it.
 *
 * @param refundId Stripe's id
 * @param invoiceId the invoice that was paid; null where that is not known
 * @param amount in minor units of the currency
 * @param reason null for none, as one made in Stripe's dashboard may have
 * @param status as it was read last; a refund that has succeeded may still fail
 * @param failureReason why it has failed, in Stripe's words; null otherwise
 * @param callId the call that has made it; left out where it was made in Stripe's dashboard
 * @param statuses the states that it was seen in, the oldest first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record RefundView(
        String refundId,
        String orgId,
        String chargeId,
        String invoiceId,
        long amount,
        String currency,
        String reason,
        String status,
        String failureReason,
        String description,
        @JsonInclude(JsonInclude.Include.NON_NULL) UUID callId,
        Instant createdAt,
        Instant updatedAt,
        List<SeenStatus> statuses) {}
