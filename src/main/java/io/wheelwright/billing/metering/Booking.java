package io.wheelwright.billing.metering;

import java.time.Duration;
import java.time.Instant;

/**
 * Under which time Stripe is told of usage, or why it is not told now.
 *
 * @param at the timestamp of the event; null where none is sent now
 * @param later when to look again; null where that is of no use, too
 * @param failure why Stripe would charge it never; null otherwise
 */
record Booking(Instant at, Instant later, MeterFailure failure) {

    /** Stripe takes 35 days; what is clamped to that is in the present period all the same. */
    static final Duration OLDEST = Duration.ofDays(34);

    /** What is sent so shortly before the end of a period may arrive after it. */
    static final Duration CLOSE = Duration.ofMinutes(1);

    /**
     * The item of a subscription that charges for a meter, as it was just read.
     *
     * @param overSince when the subscription has ended; null while it has not
     * @param begin of the current period
     * @param end of the current period
     * @param endsAt when the subscription is to end; null for no plan
     */
    record Period(Instant overSince, Instant begin, Instant end, Instant endsAt) {

        /** The same where the subscription is about to be ended, at once: no period comes after this one. */
        Period last() {
            return endsAt == null || endsAt.isAfter(end) ? new Period(overSince, begin, end, end) : this;
        }

        private boolean endsWithin(Instant limit) {
            return endsAt != null && !endsAt.isAfter(limit);
        }
    }

    /**
     * Usage is charged with the period that is open: one that is over may have been invoiced, and what is booked there would
     * be lost.
     *
     * @param period null where the subscription charges nothing for that meter
     * @param countedAt when the usage was counted
     */
    static Booking of(Period period, Instant countedAt, Instant now) {
        if (period == null) {
            return never(MeterFailure.not_sold);
        }
        if (period.overSince() != null) {
            return never(countedAt.isBefore(period.overSince()) ? MeterFailure.too_late : MeterFailure.after_end);
        }
        boolean last = period.endsWithin(period.end());
        if (!last && !now.isBefore(period.end().minus(CLOSE))) {
            return new Booking(null, latest(now, period.end()).plus(CLOSE), null);
        }
        Instant at = latest(latest(countedAt, period.begin()), now.minus(OLDEST));
        return new Booking(last ? earliest(at, period.endsAt().minusSeconds(1)) : at, null, null);
    }

    private static Booking never(MeterFailure why) {
        return new Booking(null, null, why);
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
