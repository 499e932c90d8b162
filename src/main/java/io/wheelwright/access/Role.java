package io.wheelwright.access;

/** Names of the roles: the kinds of callers. What each may of which object is in {@link AccessTable}. */
public final class Role {

    /** Whoever may do everything; also staff that only looks, while it does. */
    public static final String ADMIN = "admin";

    /** Staff that only looks. */
    static final String VIEWER = "platform-viewer";

    /** The other system that bills customers. */
    public static final String BILLER = "biller";

    /** A spoke's agent. */
    public static final String SPOKE = "spoke";

    /** Somebody who has logged in. */
    public static final String MEMBER = "member";

    /** Somebody who has logged in, or software with the token of an organization. */
    public static final String CUSTOMER = "customer";

    private Role() {}
}
