package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;

/** Stripe did not answer a question that it will answer later. The message carries nothing of the key. */
class StripeAway extends RuntimeException {

    private static final long serialVersionUID = 1;

    StripeAway(StripeException cause) {
        super(describe(cause));
    }

    private static String describe(StripeException cause) {
        return cause.getStatusCode() == null || cause.getStatusCode() == 0
                ? "Stripe cannot be reached (%s).".formatted(cause.getClass().getSimpleName())
                : "Stripe answered %d %s, request %s."
                        .formatted(
                                cause.getStatusCode(),
                                cause.getCode() == null ? "" : cause.getCode(),
                                cause.getRequestId());
    }
}
