package io.wheelwright.billing.metering;

/** Why Stripe does not charge usage that it was to be told of. Nobody tries again. */
enum MeterFailure {
    /** Stripe refuses it. */
    refused,
    /** Stripe has taken it, and found later that it cannot count it. */
    reported,
    /** Whether Stripe has counted it cannot be told by what it says. */
    unknown,
    /** The subscription has ended before. */
    too_late,
    /** It was counted after the subscription had ended: nobody is charged for that. */
    after_end,
    /** The subscription charges nothing for the meter any more. */
    not_sold
}
