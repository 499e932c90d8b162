package io.wheelwright.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.wheelwright.access.MemberRole;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeniedDomainsTest {

    private static final DeniedDomains DENIED =
            new DeniedDomains(Set.of("mailinator.example", " Ten-Minutes.EXAMPLE ", "wegwerf-müll.example"));

    @ParameterizedTest
    @CsvSource({
        "ada@mailinator.example, true",
        "ada@a.b.mailinator.example, true",
        "ada@MAILINATOR.example, true",
        "ada@ten-minutes.example, true",
        "ada@wegwerf-müll.example, true",
        "ada@xn--wegwerf-mll-1hb.example, true",
        "ada@notmailinator.example, false",
        "ada@mailinator.example.com, false",
        "ada@acme.example, false"
    })
    void holdForAllBelowThemHoweverTheyAreWritten(String address, boolean denied) {
        assertThat(DENIED.contain(Address.parse(address).orElseThrow())).isEqualTo(denied);
    }

    @Test
    void areNotInvitedEither() {
        InvitationRequest invited = new InvitationRequest("ada@mailinator.example", MemberRole.viewer);

        assertThatThrownBy(() -> invited.check(DENIED)).isInstanceOf(HttpProblem.class);
        assertThat(new InvitationRequest("ada@acme.example", MemberRole.viewer)
                        .check(DENIED)
                        .written())
                .isEqualTo("ada@acme.example");
    }
}
