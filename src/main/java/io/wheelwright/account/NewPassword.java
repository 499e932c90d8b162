package io.wheelwright.account;

import io.wheelwright.problem.Check;
import java.util.regex.Pattern;

/** A password, and the token of the mail that allows it. */
public record NewPassword(String token, String password) {

    private static final int LONGEST_TOKEN = 512;
    private static final Pattern TOKEN = Pattern.compile("[-_A-Za-z0-9]{43}");

    /** What can be told without knowing whose password it is to be. */
    void check() {
        Check check = new Check().text("token", token, LONGEST_TOKEN);
        PasswordRules.checkLength(check, password);
        check.done();
    }

    /** Whether the hub can have made the token. */
    boolean mayBeOurs() {
        return TOKEN.matcher(token).matches();
    }

    @Override
    public String toString() {
        return "NewPassword[***]";
    }
}
