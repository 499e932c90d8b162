package io.wheelwright.organization;

/** Fired in the transaction that puts a legal hold on a name, or lifts it. */
public record LegalHoldChanged(String orgId) {}
