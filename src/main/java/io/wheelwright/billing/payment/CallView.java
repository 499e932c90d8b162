package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.UUID;

/**
 * A call to Stripe as REST shows it.
 *
 * @param kind what is asked of Stripe
 * @param state waiting, done or failed
 * @param result what came of it; null while nothing has
 * @param error why it has failed, or why the last try did; null otherwise
 * @param failure the kind of the failure: payment_refused, refused, key_reused or given_up; null unless it has failed
 * @param errorCode Stripe's code for it, such as card_declined; null for none
 * @param requestId Stripe's id of the last request that it answered; null for none
 */
@JsonNaming(SnakeCaseStrategy.class)
public record CallView(
        UUID id,
        String orgId,
        String kind,
        String state,
        Instant createdAt,
        Instant finishedAt,
        JsonNode result,
        String error,
        String failure,
        String errorCode,
        String requestId) {

    /** The same, with another reason why it is not done. */
    CallView because(String why) {
        return new CallView(id, orgId, kind, state, createdAt, finishedAt, result, why, failure, errorCode, requestId);
    }

    boolean waits() {
        return CallState.waiting.name().equals(state);
    }

    boolean succeeded() {
        return CallState.done.name().equals(state);
    }

    boolean hasFailed() {
        return CallState.failed.name().equals(state);
    }

    boolean wasRefusedPayment() {
        return CallFailure.payment_refused.name().equals(failure);
    }
}
