package io.wheelwright.operation;

/**
 * How many operations there are in each state.
 *
 * @param paused whether no slot is given
 */
public record OperationStats(
        long waiting, long active, long delayed, long completed, long failed, long total, boolean paused) {}
