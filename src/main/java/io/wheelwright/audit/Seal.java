package io.wheelwright.audit;

/**
 * A seal in the chain.
 *
 * @param entryId the entry that it seals
 * @param entry that entry; null where it is gone
 */
record Seal(long seq, long entryId, String hash, Link entry) {}
