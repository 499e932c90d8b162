package io.wheelwright.api.v1alpha1;

/** What an operation does to a spoke. */
public enum OperationType {
    /** Makes it. */
    deploy,
    /** Changes it. */
    update,
    /** Removes it. */
    delete
}
