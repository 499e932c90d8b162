package io.wheelwright.billing.payment;

import java.time.Instant;

/**
 * Money for the rest of a period.
 *
 * @param since from when on; before the period's end
 * @param amount in minor units: what that costs, or was paid for it; below 0 what was credited
 */
record PeriodRest(Instant since, long amount) {}
