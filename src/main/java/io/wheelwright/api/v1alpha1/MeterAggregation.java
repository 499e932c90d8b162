package io.wheelwright.api.v1alpha1;

/** Which number of a gauge counts over a billing period. */
public enum MeterAggregation {
    /** The highest level that was reported, such as of devices. */
    max,
    /** The average by time, such as of storage. */
    average
}
