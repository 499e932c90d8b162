package io.wheelwright.billing.metering;

/** How it stands with what Stripe is told of usage. */
enum MeterEventState {
    /** Stripe is still to be told, or it is not known whether it was. */
    waiting,
    /** Stripe was told. */
    done,
    /** Stripe does not charge it; the code says why. */
    failed,
    /** Stripe was told, and has taken it back: it does not charge it. */
    cancelled
}
