package io.wheelwright.billing.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.UUID;

/**
 * What was done at Stripe to let a customer go.
 *
 * @param callId the last of the calls
 * @param state how it stands: waiting, done or failed
 * @param subscription how it stands with the end; left out while Stripe has not answered
 * @param refund what went back so far; left out for nothing
 * @param error why the last call has failed, or waits; null otherwise
 */
@JsonNaming(SnakeCaseStrategy.class)
public record StripeDepartureView(
        UUID callId,
        String state,
        @JsonInclude(JsonInclude.Include.NON_NULL) EndOfSubscription subscription,
        @JsonInclude(JsonInclude.Include.NON_NULL) RefundedAmount refund,
        String error) {

    /** It was asked for, and nothing is known of it yet. */
    public static StripeDepartureView begun(UUID call) {
        return new StripeDepartureView(call, CallState.waiting.name(), null, null, null);
    }
}
