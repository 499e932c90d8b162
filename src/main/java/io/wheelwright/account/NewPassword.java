package io.wheelwright.account;

/** A new password, and the token of the mail that allows it. */
public record NewPassword(String token, String password) {

    @Override
    public String toString() {
        return "NewPassword[***]";
    }
}
