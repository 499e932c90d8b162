package io.wheelwright.organization;

import io.wheelwright.problem.Check;

/** What may be changed of an organization; what is null stays. */
public record OrganizationChange(String name, String email) {

    void check() {
        Check check = new Check()
                .optionalText("name", name, NewOrganization.LONGEST_NAME)
                .optionalText("email", email, NewOrganization.LONGEST_EMAIL)
                .matches("email", email, NewOrganization.EMAIL, NewOrganization.EMAIL_MESSAGE);
        if (name == null && email == null) {
            check.error("name", "or email is required");
        }
        check.done();
    }
}
