package io.wheelwright.fleet;

/** The licenses of a spoke's organization were revoked, or are granted again, by this hub or another. Fired asynchronously. */
public record RevocationSeen(String spokeId) {}
