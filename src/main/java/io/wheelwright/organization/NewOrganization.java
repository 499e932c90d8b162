package io.wheelwright.organization;

import io.wheelwright.problem.Check;

/** What makes an organization. */
public record NewOrganization(String name, String email) {

    static final int LONGEST_NAME = 128;

    void check() {
        new Check()
                .text("name", name, LONGEST_NAME)
                .required("email", email)
                .email("email", email)
                .done();
    }
}
