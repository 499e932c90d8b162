package io.wheelwright.fleet;

/** A spoke is no more. Fired in the transaction that records it, so that what belonged to the spoke can go along. */
public record SpokeGone(String spokeUid) {}
