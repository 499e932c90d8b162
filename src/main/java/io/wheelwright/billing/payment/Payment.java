package io.wheelwright.billing.payment;

/**
 * A payment that has arrived, as it stands at Stripe. Amounts are in minor units of its currency.
 *
 * @param forPeriod how much of it was paid for the current period, and not for what was used before
 * @param refunded how much of it went back, or is on its way
 * @param contest what disputes leave of it
 */
record Payment(
        String charge, String invoice, String currency, long paid, long forPeriod, long refunded, Contest contest) {

    /** How much of it can go back. */
    long left() {
        return contest == Contest.none ? Math.max(0, paid - refunded) : 0;
    }

    boolean isForPeriod() {
        return forPeriod > 0;
    }
}
