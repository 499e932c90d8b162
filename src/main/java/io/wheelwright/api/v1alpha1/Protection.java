package io.wheelwright.api.v1alpha1;

/** Whether deletion is refused. */
public enum Protection {
    /** Deletion is allowed. */
    None,
    /** Deletion is refused by the admission policy. */
    Protected
}
