package io.wheelwright.operation;

/**
 * How many operations there are in each state. Those that were overtaken, or whose spoke is gone, are in the history
 * alone.
 *
 * @param paused whether no slot is given
 */
public record OperationStats(
        long waiting, long active, long delayed, long completed, long failed, long total, boolean paused) {}
