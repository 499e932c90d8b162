package io.wheelwright.billing.payment;

import java.time.Instant;
import java.util.List;

/**
 * What was paid, and what of it the customer has as a credit at Stripe already, such as by a change to a cheaper plan.
 *
 * @param payments the newest first
 * @param credit in minor units of their currency; what later invoices have used up is not in there
 * @param creditSince from when on it is for the rest of the period; null without any
 * @param unbilled what changes of plan within the period will cost with the next invoice
 */
record PaidSoFar(List<Payment> payments, long credit, Instant creditSince, long unbilled) {

    static PaidSoFar withoutCredit(List<Payment> payments) {
        return new PaidSoFar(payments, 0, null, 0);
    }
}
