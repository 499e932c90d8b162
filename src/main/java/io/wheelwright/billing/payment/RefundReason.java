package io.wheelwright.billing.payment;

/** Why something goes back, in Stripe's words. */
enum RefundReason {
    requested_by_customer,
    duplicate,
    fraudulent
}
