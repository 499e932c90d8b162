package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;
import com.stripe.net.StripeResponse;

/** What an answer of Stripe's that is no success means, and how people are told. */
public final class StripeAnswer {

    private static final int BAD_KEY = 401;
    private static final int NO_RIGHT = 403;
    private static final int FAILED = 500;

    private StripeAnswer() {}

    /** Its status; 0 where Stripe has not answered. */
    public static int status(StripeException failure) {
        return failure.getStatusCode() == null ? 0 : failure.getStatusCode();
    }

    /** The same for people. Says nothing of the key, and nothing secret. */
    public static String text(StripeException failure) {
        return switch (status(failure)) {
            case 0 ->
                "Stripe cannot be reached (%s).".formatted(failure.getClass().getSimpleName());
            case BAD_KEY -> "Stripe does not know the key.";
            case NO_RIGHT ->
                "The restricted key lacks a right; docs/stripe.md names those that it needs (request %s)."
                        .formatted(failure.getRequestId());
            default ->
                "Stripe answered %d%s, request %s."
                        .formatted(
                                status(failure),
                                failure.getCode() == null ? "" : " " + failure.getCode(),
                                failure.getRequestId());
        };
    }

    /**
     * Whether Stripe goes on to answer so under the idempotency key: with a failure in the midst of it (500), and with
     * what it says to have kept. What a gateway answers says nothing of the request, which may still be under way.
     */
    public static boolean isKept(StripeException failure) {
        return failure.getRequestId() != null
                && (status(failure) == FAILED
                        || status(failure) > FAILED
                                && failure.getStripeError() != null
                                && isReplayed(failure.getStripeError().getLastResponse()));
    }

    /**
     * Whether this is what Stripe has answered before under the same idempotency key.
     *
     * @param answer null where there is none
     */
    public static boolean isReplayed(StripeResponse answer) {
        return answer != null
                && answer.headers().firstValue("Idempotent-Replayed").isPresent();
    }
}
