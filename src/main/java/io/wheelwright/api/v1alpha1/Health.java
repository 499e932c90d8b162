package io.wheelwright.api.v1alpha1;

/** How a spoke is doing, by its heartbeats. */
public enum Health {
    /** It reports in time, and reports no trouble. */
    Healthy,
    /** It reports in time, and reports trouble. */
    Degraded,
    /** Its last report is overdue, though its agent runs. */
    Stale,
    /** Its last report is overdue, and its agent does not run. */
    Unreachable
}
