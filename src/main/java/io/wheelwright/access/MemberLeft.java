package io.wheelwright.access;

import java.util.UUID;

/**
 * Somebody does not belong to an organization any more; told in the transaction that says so.
 *
 * @param organization row of the organization
 */
public record MemberLeft(long organization, UUID userId) {}
