package io.wheelwright.access;

/** What a member may do in an organization; each may what the next one may. */
public enum MemberRole {
    /** May do everything; an organization always has one. */
    owner,
    /** May change things, and who belongs to the organization, but nothing about owners. */
    admin,
    /** May look. */
    viewer;

    /** Whether who has this role decides who has the other one. */
    public boolean decidesAbout(MemberRole other) {
        return this == owner || (this == admin && other != owner);
    }
}
