package io.wheelwright.access;

/** Names of the cookies by which browsers are known. */
public final class SessionCookies {

    /** The access token. */
    public static final String ACCESS = "wheelwright_access";

    /** The refresh token. */
    public static final String REFRESH = "wheelwright_refresh";

    private SessionCookies() {}
}
