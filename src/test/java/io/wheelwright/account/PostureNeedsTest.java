package io.wheelwright.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wheelwright.account.SignupConfig.Posture;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostureNeedsTest {

    @Test
    void everybodyMaySignUpWithoutAChallengeUnlessItIsSaid() {
        assertThat(config(Map.of()).posture()).isEqualTo(Posture.OPEN);
        assertThat(PostureNeeds.unmet(config(Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "private_beta, https://www.example/signup, true",
        "private_beta, , true",
        "waitlist, https://www.example/signup, true",
        "waitlist, https://www.example/#/signup, false",
        "waitlist, http://www.example/signup, false",
        "waitlist, , false"
    })
    void aWaitingListNeedsAPageToLeadTo(String posture, String page, boolean met) {
        SignupConfig config = config(
                Map.of("wheelwright.signup.posture", posture, "wheelwright.signup.page", page == null ? "" : page));

        if (met) {
            assertThat(PostureNeeds.unmet(config)).isEmpty();
        } else {
            assertThat(PostureNeeds.unmet(config)).singleElement().asString().contains("wheelwright.signup.page");
        }
    }

    @Test
    void aChallengeNeedsItsAddressAndItsSecret() {
        assertThat(PostureNeeds.unmet(config(Map.of("wheelwright.signup.challenge.provider", "verify-url"))))
                .hasSize(2)
                .anyMatch(need -> need.contains("wheelwright.signup.challenge.url"))
                .anyMatch(need -> need.contains("wheelwright.signup.challenge.secret"));
    }

    private static SignupConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(SignupConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(SignupConfig.class);
    }
}
