package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;
import java.util.Optional;

/** Something that Stripe is asked, which it may not have. */
@FunctionalInterface
public interface StripeQuestion<T> {

    T ask() throws StripeException;

    /** What Stripe answers; empty where it has no such object. */
    static <T> Optional<T> unlessMissing(StripeQuestion<T> question) throws StripeException {
        try {
            return Optional.of(question.ask());
        } catch (StripeException e) {
            if (isOfNothing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether Stripe has no such object, as its <a href="https://docs.stripe.com/error-codes">code</a> says. */
    static boolean isOfNothing(StripeException failure) {
        return "resource_missing".equals(failure.getCode());
    }
}
