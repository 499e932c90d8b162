package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.problem.Check;

/** A new password, and the one that it replaces. */
@JsonNaming(SnakeCaseStrategy.class)
public record PasswordChange(String currentPassword, String password) {

    private static final int LONGEST = 1024;

    void check() {
        Check check = new Check();
        if (currentPassword == null || currentPassword.isEmpty()) {
            check.error("current_password", "is required");
        } else if (currentPassword.length() > LONGEST) {
            check.error("current_password", "must have at most " + LONGEST + " characters");
        }
        PasswordRules.checkLength(check, password);
        check.done();
    }

    @Override
    public String toString() {
        return "PasswordChange[***]";
    }
}
