package io.wheelwright.account;

import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;

/**
 * That somebody accepts an invitation.
 *
 * @param password of the account with the invited address, or of the one that is to be opened; null for who is logged in
 */
public record Acceptance(String token, String password) {

    private static final int LONGEST = 1024;

    void check() {
        Check check = new Check().text("token", token, NewPassword.LONGEST_TOKEN);
        if (password != null && password.length() > LONGEST) {
            check.error("password", "must have at most " + LONGEST + " characters");
        }
        check.done();
    }

    /** The password; ends the request when there is none. */
    String demandPassword() {
        if (password == null || password.isEmpty()) {
            throw Problem.invalid(
                    "password", "is required where nobody is logged in: that of the account, or one for a new account");
        }
        return password;
    }

    @Override
    public String toString() {
        return "Acceptance[***]";
    }
}
