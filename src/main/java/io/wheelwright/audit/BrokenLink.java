package io.wheelwright.audit;

/**
 * Where the chain of the audit breaks.
 *
 * @param seal number of the seal; null where an entry has none
 * @param entry id of the entry
 * @param reason what is wrong
 */
public record BrokenLink(Long seal, Long entry, String reason) {}
