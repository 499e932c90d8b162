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

    /** The one that comes first. */
    Deadline or(Deadline other) {
        return by == null || other.by != null && other.by.isBefore(by) ? other : this;
    }

    /**
     * When the next try is, after a pause that is long enough where there is time. After the deadline one follows another
     * until it is too late.
     */
    Instant next(Instant now, Duration pause) {
        Instant next = now.plus(pause);
        if (by == null || by.isAfter(next) || !by.plus(LastMinutes.TRIES).isAfter(now)) {
            return next;
        }
        Instant soonest = now.plus(LastMinutes.BETWEEN);
        return by.isAfter(soonest) ? by : soonest;
    }
}
