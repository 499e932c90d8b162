package io.wheelwright.account;

/** What a member may do in an organization; each may what the next one may. */
enum MemberRole {
    /** May do everything, and is there as long as the organization is. */
    owner,
    /** May change things. */
    admin,
    /** May look. */
    viewer
}
