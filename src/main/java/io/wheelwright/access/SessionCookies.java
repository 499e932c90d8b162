package io.wheelwright.access;

/**
 * Names of the cookies by which browsers are known. Browsers take a cookie whose name begins like this from the hub's own
 * host only: no other host of its domain, such as that of a customer's instance, can slip one in.
 */
public final class SessionCookies {

    /** The access token. */
    public static final String ACCESS = "__Host-wheelwright_access";

    /** The refresh token. */
    public static final String REFRESH = "__Host-wheelwright_refresh";

    private SessionCookies() {}
}
