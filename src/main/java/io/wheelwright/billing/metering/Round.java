package io.wheelwright.billing.metering;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.wheelwright.billing.metering.MeteringTurns.Held;
import io.wheelwright.billing.stripe.StripeQuestion;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Telling Stripe during a turn.
 *
 * @param until when no further request is begun
 * @param ends subscription that is to be ended after it; null for none, then what is due is told
 * @param payers customers of Stripe that were read in it, by their ids
 * @param subscriptions the same of subscriptions
 * @param putOff what was put off as a whole in it
 */
record Round(
        Held held,
        Instant until,
        String ends,
        Map<String, Payer> payers,
        Map<String, Subscription> subscriptions,
        Set<Sold> putOff) {

    /** The time is over: nothing is the matter with what was to be told. */
    static final class Over extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    /** What somebody pays at a price. */
    record Sold(String customer, String price) {

        static Sold of(MeterEvent event) {
            return new Sold(event.customerId, event.priceId);
        }
    }

    static Round ofDue(Held held, Instant until) {
        return beforeEnd(held, until, null);
    }

    static Round beforeEnd(Held held, Instant until, String subscription) {
        return new Round(held, until, subscription, new HashMap<>(), new HashMap<>(), new HashSet<>());
    }

    /** A customer of Stripe: what is charged is read anew in each round, and once. */
    Payer payer(String id, Clock clock, StripeQuestion<Payer> question) throws StripeException {
        return once(payers, id, clock, question);
    }

    /** A subscription, likewise. */
    Subscription subscription(String id, Clock clock, StripeQuestion<Subscription> question) throws StripeException {
        return once(subscriptions, id, clock, question);
    }

    private <T> T once(Map<String, T> known, String id, Clock clock, StripeQuestion<T> question)
            throws StripeException {
        T read = known.get(id);
        if (read == null) {
            read = ask(clock, question);
            known.put(id, read);
        }
        return read;
    }

    /** Whether all of the same customer of Stripe and price was put off in it. */
    boolean isPutOff(MeterEvent event) {
        return putOff.contains(Sold.of(event));
    }

    void notePutOff(MeterEvent event) {
        putOff.add(Sold.of(event));
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
