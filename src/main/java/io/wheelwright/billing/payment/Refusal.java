package io.wheelwright.billing.payment;

import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import io.wheelwright.billing.stripe.StripeAnswer;
import java.util.Optional;

/**
 * What it means that Stripe has not done something.
 *
 * @param failure why it never will; null where another try may
 * @param code Stripe's; null for none
 * @param error for the customer where a payment was declined, for people otherwise; says nothing secret
 * @param requestId Stripe's; null where it has not answered
 */
record Refusal(CallFailure failure, String code, String error, String requestId) {

    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;

    static Refusal of(StripeException e) {
        return new Refusal(failure(e), e.getCode(), error(e), e.getRequestId());
    }

    /** What follows for a call from the failure of the one that it comes after. */
    static Refusal because(CallEntity former) {
        boolean declined = former.failure == CallFailure.payment_refused;
        return new Refusal(
                declined ? former.failure : CallFailure.refused,
                former.errorCode,
                declined ? former.error : "Because %s failed: %s".formatted(former.kind, former.error),
                null);
    }

    /** The same, when it was to be had for too long. */
    Refusal givenUp() {
        return new Refusal(
                CallFailure.given_up,
                code,
                "It is not known whether Stripe has done it, after three days of tries: look there. " + error,
                requestId);
    }

    boolean isFinal() {
        return failure != null;
    }

    /** A key that is refused, or may not do it, is for people to correct: the call waits for that. */
    private static CallFailure failure(StripeException e) {
        if (e instanceof CardException) {
            return CallFailure.payment_refused;
        }
        if (e instanceof IdempotencyException) {
            return CallFailure.key_reused;
        }
        int status = StripeAnswer.status(e);
        return e instanceof InvalidRequestException && status != CONFLICT && status != TOO_MANY
                ? CallFailure.refused
                : null;
    }

    private static String error(StripeException e) {
        if (e instanceof CardException) {
            return Optional.ofNullable(e.getUserMessage()).orElse("The payment was declined.");
        }
        return StripeAnswer.text(e);
    }
}
