package io.wheelwright.organization;

/** Something changed that decides what becomes of a customer. Fired in the transaction that records it. */
public record OrganizationChanged(String orgUid) {}
