package io.wheelwright.billing.payment;

import java.time.Duration;
import java.time.Instant;

/**
 * How long an end at once waits for what was used: Stripe charges only what it was told before, and who leaves does not pay
 * for another period because of that.
 *
 * @param until when it ends whatever was told
 * @param tellUntil until when a try that tells begins another request
 */
record UsageWait(Instant until, Instant tellUntil) {

    /** Who wants to leave does not wait longer. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Others wait meanwhile, for their calls, too, so only one try tells. */
    private static final Duration TRY = Duration.ofSeconds(20);

    /**
     * Works it out.
     *
     * @param periodEnd when the period ends that it is to end in; null where it may be any
     */
    static UsageWait of(Instant requestedAt, Instant periodEnd, Instant now) {
        Instant until = requestedAt.plus(LONGEST);
        Instant tellUntil = now.plus(TRY);
        return periodEnd == null
                ? new UsageWait(until, tellUntil)
                : new UsageWait(
                        earliest(until, periodEnd.minus(LastMinutes.WAIT)),
                        earliest(tellUntil, periodEnd.minus(LastMinutes.TELL)));
    }

    /**
     * Whether a try tells what is to be told. The first one does, even where there is no time for a second; after it those go
     * on who tell in any case.
     *
     * @param attempt its number, from 1
     */
    boolean tells(int attempt, Instant now) {
        return attempt == 1 && now.isBefore(tellUntil);
    }

    /** Whether what was not told is waited for. */
    boolean waits(Instant now) {
        return now.isBefore(until);
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
