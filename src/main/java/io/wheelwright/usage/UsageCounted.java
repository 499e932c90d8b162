package io.wheelwright.usage;

/**
 * A report was counted that had not come before. Fired in the transaction that counts it.
 *
 * @param orgUid UID of the organization whose spoke it is
 */
public record UsageCounted(String orgId, String orgUid) {}
