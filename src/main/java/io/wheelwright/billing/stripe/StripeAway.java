package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;

/** Stripe did not answer a question. The message carries nothing of the key. */
class StripeAway extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final int BAD_KEY = 401;
    private static final int TOO_MANY = 429;
    private static final int FAILED = 500;

    private final boolean concernsAll;

    StripeAway(StripeException cause) {
        super(describe(cause));
        this.concernsAll = concernsAll(cause.getStatusCode());
    }

    /** Whether it answers nothing at all now: what it refuses of one object says nothing of others. */
    boolean concernsAll() {
        return concernsAll;
    }

    private static boolean concernsAll(Integer status) {
        return status == null || status == 0 || status == BAD_KEY || status == TOO_MANY || status >= FAILED;
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
