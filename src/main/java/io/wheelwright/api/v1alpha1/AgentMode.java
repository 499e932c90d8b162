package io.wheelwright.api.v1alpha1;

/** Whether the software of a product comes with the Spoke Agent. */
public enum AgentMode {
    /** The chart runs the agent; a spoke is usable once it has reported. */
    Required,
    /** The chart runs no agent; a spoke is usable once its workloads are available. */
    None
}
