package io.wheelwright.organization;

import io.wheelwright.problem.Check;
import java.util.regex.Pattern;

/** What makes an organization. */
public record NewOrganization(String name, String email) {

    static final int LONGEST_NAME = 128;
    static final int LONGEST_EMAIL = 254;
    static final Pattern EMAIL = Pattern.compile("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$");
    static final String EMAIL_MESSAGE = "must be the address of a mailbox";

    void check() {
        new Check()
                .text("name", name, LONGEST_NAME)
                .text("email", email, LONGEST_EMAIL)
                .matches("email", email, EMAIL, EMAIL_MESSAGE)
                .done();
    }
}
