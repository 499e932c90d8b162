package io.wheelwright.api.v1alpha1;

/** What the biller says of a subscription. */
public enum BillingState {
    /** The trial is running. */
    trialing,
    /** The trial is over, nothing was bought yet. */
    trial_grace,
    /** Paid. */
    active,
    /** A payment failed and is tried again. */
    past_due,
    /** Payment failed for good, or was never made. */
    suspended,
    /** The subscription has ended. */
    cancelled,
    /** The subscription has ended and the day of deletion is near. */
    deletion_scheduled,
    /** No biller: access is granted by hand. */
    manual
}
