package io.wheelwright.license;

/** A spoke has a license of another revision than before, by which an agent knows it. Fired in the transaction that records it. */
public record LicenseReplaced(String spokeUid) {}
