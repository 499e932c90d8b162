package io.wheelwright.billing.payment;

import java.time.Duration;
import java.time.Instant;

/**
 * By when a call is to be tried again, whatever the pause is by then.
 *
 * @param by null for any time
 */
record Deadline(Instant by) {

    static final Deadline NONE = new Deadline(null);

    /** No try follows another one sooner. */
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    /** So long after it one try follows another without a pause: then it is too late. */
    private static final Duration LAST = Duration.ofMinutes(1);

    /** The one that comes first. */
    Deadline or(Deadline other) {
        return by == null || other.by != null && other.by.isBefore(by) ? other : this;
    }

    /** When the next try is, after a pause that is long enough where there is time. */
    Instant next(Instant now, Duration pause) {
        Instant next = now.plus(pause);
        if (by == null || by.isAfter(next) || !by.plus(LAST).isAfter(now)) {
            return next;
        }
        Instant soonest = now.plus(SHORTEST);
        return by.isAfter(soonest) ? by : soonest;
    }
}
