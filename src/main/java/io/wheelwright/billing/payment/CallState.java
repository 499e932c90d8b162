package io.wheelwright.billing.payment;

/** How far a call is. */
enum CallState {
    /** For its first try, or for the next one. */
    waiting,
    done,
    failed
}
