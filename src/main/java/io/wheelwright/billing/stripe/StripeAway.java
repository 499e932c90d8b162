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
        super(StripeAnswer.text(cause));
        this.concernsAll = concernsAll(StripeAnswer.status(cause));
    }

    /** Whether it answers nothing at all now: what it refuses of one object says nothing of others. */
    boolean concernsAll() {
        return concernsAll;
    }

    private static boolean concernsAll(int status) {
        return status == 0 || status == BAD_KEY || status == TOO_MANY || status >= FAILED;
    }
}
