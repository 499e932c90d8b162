package io.wheelwright.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.account.HostedNeeds.Settings;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostedNeedsTest {

    @Test
    void saysAllThatIsToBeSet() {
        assertThat(HostedNeeds.unmet(new Settings(Optional.empty(), Optional.of("localhost"), false, true)))
                .hasSize(4)
                .anyMatch(need -> need.contains("wheelwright.public-url"))
                .anyMatch(need -> need.contains("quarkus.mailer.host"))
                .anyMatch(need -> need.startsWith("set wheelwright.limits.trusted-proxies"))
                .anyMatch(need -> need.contains("proxy-address-forwarding"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://hub.example, smtp.example, true",
        "http://127.0.0.1:8080, 127.0.0.1, true",
        "http://localhost:8080, smtp.example, true",
        "http://hub.example, smtp.example, false",
        "http://127.0.0.1.evil.example, smtp.example, false",
        "https://hub.example, localhost, false"
    })
    void passwordsTravelSafelyAndMailsLeave(URI publicUrl, String mailServer, boolean met) {
        assertThat(HostedNeeds.unmet(new Settings(Optional.of(publicUrl), Optional.of(mailServer), true, false)))
                .matches(unmet -> unmet.isEmpty() == met);
    }

    @Test
    void mailsThatGoNowhereOnPurposeNeedNoServer() {
        assertThat(HostedNeeds.unmet(
                        new Settings(Optional.of(URI.create("https://hub.example")), Optional.empty(), true, false)))
                .isEmpty();
    }
}
