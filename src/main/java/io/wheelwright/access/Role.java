package io.wheelwright.access;

/** Names of the roles. */
public final class Role {

    /** Whoever holds the administrator's token. */
    public static final String ADMIN = "admin";

    /** A spoke's agent. */
    public static final String SPOKE = "spoke";

    /** Somebody who has logged in. */
    public static final String MEMBER = "member";

    private Role() {}
}
