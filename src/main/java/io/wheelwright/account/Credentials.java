package io.wheelwright.account;

import io.wheelwright.problem.Check;

/**
 * What somebody sends who logs in.
 *
 * @param session {@code bearer} for tokens in the answer, {@code cookie} for cookies that no script can read; null for
 *     the former
 */
public record Credentials(String email, String password, String session) {

    static final String BEARER = "bearer";
    static final String COOKIE = "cookie";
    private static final int LONGEST = 1024;

    void check() {
        Check check = new Check().text("email", email, LONGEST);
        if (password == null || password.isEmpty()) {
            check.error("password", "is required");
        } else if (password.length() > LONGEST) {
            check.error("password", "must have at most " + LONGEST + " characters");
        }
        if (session != null && !session.equals(BEARER) && !session.equals(COOKIE)) {
            check.error("session", "must be bearer or cookie");
        }
        check.done();
    }

    /** Whose account it is about, however the address is written. */
    String account() {
        return Address.parse(email).map(Address::key).orElse(email);
    }

    boolean wantsCookies() {
        return COOKIE.equals(session);
    }

    @Override
    public String toString() {
        return "Credentials[password=***]";
    }
}
