package io.wheelwright.billing.payment;

/** Why a call has failed for good. */
enum CallFailure {
    /** A payment was declined; the error is in Stripe's words, for the customer. */
    payment_refused,
    /** Stripe does not take the request. */
    refused,
    /** The key of the call was used for another request, which is a bug of the hub. */
    key_reused,
    /** Three days of tries were in vain: nobody knows whether Stripe has done it. */
    given_up
}
