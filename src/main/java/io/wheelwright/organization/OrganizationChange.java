package io.wheelwright.organization;

import io.wheelwright.problem.Check;

/** What may be changed of an organization; what is null stays. */
public record OrganizationChange(String name, String email) {

    void check() {
        Check check = new Check()
                .optionalText("name", name, NewOrganization.LONGEST_NAME)
                .email("email", email);
        if (name == null && email == null) {
            check.error("name", "or email is required");
        }
        check.done();
    }
}
