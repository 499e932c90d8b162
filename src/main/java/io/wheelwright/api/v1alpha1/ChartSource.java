package io.wheelwright.api.v1alpha1;

/** Where a chart comes from. */
public enum ChartSource {
    /** The chart that ships with the hub. */
    BuiltIn,
    /** An OCI registry. */
    OCI,
    /** An HTTP chart repository. */
    Repository,
    /** A file or directory on the hub's disk. */
    Archive
}
