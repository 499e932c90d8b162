package io.wheelwright.billing.payment;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;

/** What is asked of Stripe while somebody waits for it; nothing is changed by it. */
final class Asked {

    private Asked() {}

    /** A question that Stripe answers. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws StripeException;
    }

    /** The answer; ends the request where Stripe has none (503), or does not take the question (409). */
    static <T> T now(Question<T> question) {
        try {
            return question.ask();
        } catch (InvalidRequestException refused) {
            throw Problem.of(ProblemType.CONFLICT, Refusal.of(refused).error());
        } catch (StripeException away) {
            throw Problem.of(ProblemType.UNAVAILABLE, Refusal.of(away).error());
        }
    }
}
