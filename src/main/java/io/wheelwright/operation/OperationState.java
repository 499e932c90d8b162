package io.wheelwright.operation;

/** Where an operation stands. */
public enum OperationState {
    /** It has not got a slot yet. */
    waiting,
    /** It has a slot and does heavy work. */
    active,
    /** It is under way without a slot: it waits for its workloads, for its agent, or to be tried again. */
    delayed,
    /** It is over, and it was done. */
    completed,
    /** It is over: nothing more is tried until somebody acts. */
    failed;

    boolean isOver() {
        return this == completed || this == failed;
    }
}
