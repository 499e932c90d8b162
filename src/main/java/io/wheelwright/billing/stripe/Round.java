package io.wheelwright.billing.stripe;

import io.quarkus.logging.Log;
import io.wheelwright.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** One list of Stripe's, which is gone through time and again: what is not answered is tried again, apart from others. */
final class Round {

    private static final Backoff IN_VAIN = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));

    private final String what;
    private final Duration every;
    private final BooleanSupplier goes;
    private volatile Instant next = Instant.MIN;
    private volatile int failures;

    /**
     * One that was never gone.
     *
     * @param what is listed, for people
     * @param every how long after it was gone through in full it is again
     * @param goes goes through it, and says whether all of it is known then
     */
    Round(String what, Duration every, BooleanSupplier goes) {
        this.what = what;
        this.every = every;
        this.goes = goes;
    }

    /** How often in a row it could not be gone through. */
    int failures() {
        return failures;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(next);
    }

    void go(Instant now) {
        boolean whole = isWhole();
        Duration again = IN_VAIN.after(failures);
        next = now.plus(whole || again.compareTo(every) > 0 ? every : again);
        failures = whole ? 0 : failures + 1;
    }

    /** Boundary to Stripe: whatever goes wrong with one list keeps nobody from the others. */
    private boolean isWhole() {
        try {
            return goes.getAsBoolean();
        } catch (StripeAway away) {
            Log.warnf("%s are listed again later: %s", what, away.getMessage());
        } catch (RuntimeException boundary) {
            Log.errorf(boundary, "%s are listed again later", what);
        }
        return false;
    }
}
