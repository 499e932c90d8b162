package io.wheelwright.api.v1alpha1;

/** What may be the matter with a subscription beside its state. */
public enum ConcernKind {
    /** A payment is disputed, or was taken back by that. */
    disputed,
    /** All that was paid for the present period was refunded. */
    refunded,
    /** Payments are not collected for now. */
    collection_paused,
    /** The trial has ended without a payment method. */
    trial_unpaid
}
