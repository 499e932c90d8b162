package io.wheelwright.billing.payment;

import java.util.List;

/**
 * What was paid, and what of it the customer has as a credit at Stripe already, such as by a change to a cheaper plan.
 *
 * @param payments the newest first
 * @param credit in minor units of their currency; what later invoices have used up is not in there
 * @param times what was paid for the rest of the period, and credited
 * @param unbilled what changes of plan within the period will cost with the next invoice
 */
record PaidSoFar(List<Payment> payments, long credit, List<PeriodRest> times, long unbilled) {

    static PaidSoFar ofAnyTime(List<Payment> payments) {
        return new PaidSoFar(payments, 0, List.of(), 0);
    }
}
