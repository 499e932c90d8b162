package io.wheelwright.billing.stripe;

import com.stripe.exception.StripeException;
import io.quarkus.logging.Log;

/** What came of reading something of which no event has told. */
enum Followed {
    /** Stripe has answered, and what holds is kept, if it is about a customer of this hub. */
    read,
    /** Whose it is cannot be told yet. */
    later,
    /** It is not known how it is. */
    unclear;

    /** Reads it, with an effect of its own. */
    interface Reading {
        void read() throws StripeException;
    }

    /**
     * Reads something: what goes wrong with one keeps nobody from the others.
     *
     * @param what it is, for people
     * @throws StripeAway if Stripe does not answer at all
     */
    static Followed by(Reading reading, String what, String id) {
        try {
            reading.read();
            return read;
        } catch (StripeException e) {
            StripeAway away = new StripeAway(e);
            if (away.concernsAll()) {
                throw away;
            }
            Log.warnf("The %s %s stays as it was: %s", what, id, away.getMessage());
            return StripeQuestion.isOfNothing(e) ? read : unclear;
        } catch (NotYet notYet) {
            Log.infof("The %s %s stays as it was: %s", what, id, notYet.getMessage());
            return later;
        } catch (RuntimeException boundary) {
            Log.errorf(boundary, "What became of the %s %s is not known", what, id);
            return unclear;
        }
    }
}
