package io.wheelwright.billing.payment;

/** How much goes back. */
enum RefundMode {
    /** All that is left of the payments for the current period. */
    full,
    /** What was paid for the days of the current period that remain. */
    prorated,
    /** As much as is asked for. */
    amount
}
