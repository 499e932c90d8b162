package io.wheelwright.account;

import io.wheelwright.problem.Check;

/** A password, and the token of the mail that allows it. */
public record NewPassword(String token, String password) {

    static final int LONGEST_TOKEN = 512;

    /** What can be told without knowing whose password it is to be. */
    void check() {
        Check check = new Check().text("token", token, LONGEST_TOKEN);
        PasswordRules.checkLength(check, password);
        check.done();
    }

    /** Whether the hub can have made the token. */
    boolean mayBeOurs() {
        return RandomToken.mayBeOne(token);
    }

    @Override
    public String toString() {
        return "NewPassword[***]";
    }
}
