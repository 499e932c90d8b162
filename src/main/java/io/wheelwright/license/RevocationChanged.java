package io.wheelwright.license;

/** The licenses of an organization were revoked, or are granted again. Fired in the transaction that records it. */
public record RevocationChanged(String orgUid) {}
