package io.wheelwright.account;

import io.wheelwright.access.MemberRole;
import io.wheelwright.problem.Check;

/** What a member is to be allowed from now on. */
public record RoleChange(MemberRole role) {

    void check() {
        new Check().required("role", role).done();
    }
}
