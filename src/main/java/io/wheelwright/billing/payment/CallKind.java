package io.wheelwright.billing.payment;

import com.stripe.exception.StripeException;
import java.time.Instant;
import java.util.Optional;

/**
 * One kind of call to Stripe; each is a bean. A try may die at any line, and is made again: a call is create-or-verify.
 *
 * @param <Q> what is asked for: a record without secrets, stored as JSON
 */
interface CallKind<Q> {

    /** Its name, which is stored and never changes: lower case with underscores. */
    String name();

    Class<Q> type();

    /** Whether somebody counts on it whom nobody tells where it comes to nothing: that is an error of the hub's then. */
    default boolean isOwed() {
        return false;
    }

    /**
     * What the call has done already, looked for by reading. Asked before every try but the first, and before a refusal is
     * believed: Stripe forgets an idempotency key after a day, and takes none for a DELETE.
     *
     * @return the same result that {@link #perform} would have returned; empty for nothing yet
     */
    Optional<Object> done(Q request, Call call) throws StripeException;

    /** Whether doing it twice would move money twice: then some time passes before another key is used. */
    default boolean movesMoney() {
        return false;
    }

    /** By when it is tried again where it is not done yet, as it is of no use later; null for any time. */
    default Instant by(Q request) {
        return null;
    }

    /**
     * Does it, with at most one POST under {@link Call#options}. No transaction is open.
     *
     * <p>What the hub must not do by what it has read now, it refuses by {@link CallRefused}.
     *
     * @return its result: a record without secrets, stored as JSON and shown over REST (so with snake_case names)
     */
    Object perform(Q request, Call call) throws StripeException;
}
