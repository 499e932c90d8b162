package io.wheelwright.api.v1alpha1;

/** What happens to data when its object is deleted. */
public enum DeletionPolicy {
    /** Workloads stop; data and namespace stay for the retention days. */
    Retain,
    /** Data and namespace go at once. */
    Delete
}
