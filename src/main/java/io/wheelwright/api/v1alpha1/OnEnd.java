package io.wheelwright.api.v1alpha1;

/** What becomes of a customer's data when its subscription has ended at a biller that states no day of deletion itself. */
public enum OnEnd {
    /** It stays until somebody says more. */
    Keep,
    /** It is deleted after the days of retention. */
    Delete
}
