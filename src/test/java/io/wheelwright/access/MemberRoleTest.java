package io.wheelwright.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberRoleTest {

    @ParameterizedTest
    @CsvSource({
        "owner, owner, true",
        "owner, admin, true",
        "owner, viewer, true",
        "admin, owner, false",
        "admin, admin, true",
        "admin, viewer, true",
        "viewer, admin, false",
        "viewer, viewer, false"
    })
    void ownersDecideAboutEverybodyAndAdminsAboutAllButOwners(MemberRole role, MemberRole other, boolean decides) {
        assertThat(role.decidesAbout(other)).isEqualTo(decides);
    }
}
