package io.wheelwright.token;

/** What a token opens. */
public enum TokenScope {
    /** To look at the organization and everything that it has, as a viewer does. */
    read,
    /** The same, and to manage members and invitations as an admin does; tokens only people make. */
    manage
}
