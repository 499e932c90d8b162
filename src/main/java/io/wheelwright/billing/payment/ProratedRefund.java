package io.wheelwright.billing.payment;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/**
 * How much of what was paid for a period goes back when the period ends early: the amount × days remaining / days in the
 * period. A day is 24 hours from the begin of the period on, and one that has begun counts as remaining, in the customer's
 * favor. Amounts are in minor units of their currency, taxes included, and are rounded down to what can be paid.
 */
final class ProratedRefund {

    private static final long DAY = Duration.ofDays(1).toSeconds();

    private ProratedRefund() {}

    /**
     * Works it out.
     *
     * @param paid for the period; 0 and less gives 0
     * @param begin of the period, or of the part of it that this was paid for
     * @param end of the period; nothing remains from then on
     * @param at when the customer leaves; before the begin everything remains
     * @param currency ISO code
     * @return from 0 to {@code paid}
     */
    static long of(long paid, Instant begin, Instant end, Instant at, String currency) {
        if (paid <= 0 || !at.isBefore(end)) {
            return 0;
        }
        long left = at.isBefore(begin) ? days(begin, end) : days(at, end);
        return PayableAmount.atMost(share(paid, left, days(begin, end)), currency);
    }

    /**
     * How much of a credit is for days that remain, rounded up.
     *
     * @param since from when on it is for the rest of the period
     * @param end of the period
     * @param at when the customer leaves
     */
    static long credited(long credit, Instant since, Instant end, Instant at) {
        if (credit <= 0 || !at.isBefore(end) || !since.isBefore(end)) {
            return 0;
        }
        long days = days(since, end);
        long left = at.isBefore(since) ? days : days(at, end);
        return credit - share(credit, days - left, days);
    }

    /** {@code amount * part / whole}, rounded down; no product is too large. */
    static long share(long amount, long part, long whole) {
        return BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(part))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }

    private static long days(Instant from, Instant to) {
        return (to.getEpochSecond() - from.getEpochSecond() + DAY - 1) / DAY;
    }
}
