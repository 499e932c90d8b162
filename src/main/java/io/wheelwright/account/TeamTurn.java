package io.wheelwright.account;

import io.wheelwright.access.MemberRole;

/**
 * That it is a caller's turn to change who belongs to an organization.
 *
 * @param organization row of the organization
 * @param acting as what the caller acts in it: the platform's administrator as an owner, software as an admin
 */
record TeamTurn(long organization, MemberRole acting) {}
