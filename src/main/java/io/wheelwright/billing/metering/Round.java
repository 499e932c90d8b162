package io.wheelwright.billing.metering;

import com.stripe.exception.StripeException;
import io.wheelwright.billing.metering.MeteringTurns.Held;
import io.wheelwright.billing.stripe.StripeQuestion;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Telling Stripe during a turn.
 *
 * @param until when no further request is begun
 * @param ends subscription that is to be ended after it; null for none, then what is due is told
 * @param payers customers of Stripe that were read in it, by their ids
 */
record Round(Held held, Instant until, String ends, Map<String, Payer> payers) {

    /** The time is over: nothing is the matter with what was to be told. */
    static final class Over extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    static Round ofDue(Held held, Instant until) {
        return new Round(held, until, null, new HashMap<>());
    }

    static Round beforeEnd(Held held, Instant until, String subscription) {
        return new Round(held, until, subscription, new HashMap<>());
    }

    /** Whether no period comes after the present one of a subscription. */
    boolean isLastOf(String subscription) {
        return subscription.equals(ends);
    }

    /** Asks Stripe, while there is time. */
    <T> T ask(Clock clock, StripeQuestion<T> question) throws StripeException {
        checkTime(clock);
        return question.ask();
    }

    /**
     * Whether there is time for a request.
     *
     * @throws Over if there is not
     */
    void checkTime(Clock clock) {
        if (!clock.instant().isBefore(until)) {
            throw new Over();
        }
    }
}
