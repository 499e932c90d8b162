package io.wheelwright.api.v1alpha1;

/** How the values of a meter add up over a billing period. */
public enum MeterKind {
    /** The sum of what was reported. */
    counter,
    /** A level, such as storage. */
    gauge
}
