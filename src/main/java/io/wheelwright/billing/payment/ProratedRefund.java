package io.wheelwright.billing.payment;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How much of what was paid for a period goes back when the period ends early: of each amount as much as the days that remain
 * are of the time that it was paid for. A day is 24 hours, counted back from the end of the period, and one that has begun
 * counts as remaining, in the customer's favor. Amounts are in minor units of their currency, taxes included; their sum is
 * rounded down to what can be paid.
 */
final class ProratedRefund {

    private static final long DAY = Duration.ofDays(1).toSeconds();

    private ProratedRefund() {}

    /**
     * Works it out.
     *
     * @param paid what was paid until the end of the period, and credited
     * @param end of the period; nothing remains from then on
     * @param at when the customer leaves; of what was paid from later on everything remains
     * @param currency ISO code
     * @return the sum; below 0 where more was credited
     */
    static long of(List<PeriodRest> paid, Instant end, Instant at, String currency) {
        if (!at.isBefore(end)) {
            return 0;
        }
        long left = (seconds(at, end) + DAY - 1) / DAY * DAY;
        BigInteger sum = BigInteger.ZERO;
        BigInteger of = BigInteger.ONE;
        for (PeriodRest rest : paid) {
            long whole = seconds(rest.since(), end);
            BigInteger part = product(rest.amount(), Math.min(left, whole));
            sum = sum.multiply(BigInteger.valueOf(whole)).add(part.multiply(of));
            of = of.multiply(BigInteger.valueOf(whole));
        }
        return PayableAmount.atMost(floor(sum, of), currency);
    }

    /** {@code amount * part / whole}, rounded down, also below 0; no product is too large. */
    static long share(long amount, long part, long whole) {
        return floor(product(amount, part), BigInteger.valueOf(whole));
    }

    private static long floor(BigInteger dividend, BigInteger divisor) {
        return dividend.subtract(dividend.mod(divisor)).divide(divisor).longValueExact();
    }

    private static BigInteger product(long amount, long factor) {
        return BigInteger.valueOf(amount).multiply(BigInteger.valueOf(factor));
    }

    private static long seconds(Instant from, Instant to) {
        return to.getEpochSecond() - from.getEpochSecond();
    }
}
