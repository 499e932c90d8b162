package io.wheelwright.billing.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What was done to cancel a subscription.
 *
 * @param subscription how it stands with its end
 * @param refund what went back; left out for nothing
 */
@JsonNaming(SnakeCaseStrategy.class)
public record CancelView(
        String orgId,
        EndOfSubscription subscription,
        @JsonInclude(JsonInclude.Include.NON_NULL) RefundedAmount refund) {}
