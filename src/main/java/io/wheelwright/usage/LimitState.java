package io.wheelwright.usage;

/** Whether the customer should know how far a limit is used up. */
public enum LimitState {
    /** There is room. */
    ok,
    /** 80 % and more are used. */
    near,
    /** All of it is used. */
    reached
}
