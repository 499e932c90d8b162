package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.billing.stripe.StripeAccount.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeAccountTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "           |          | false | false | 0",
                "sk_test_1  | whsec_1  | false | true  | 0",
                "rk_live_1  | whsec_1  | true  | false | 0",
                "sk_test_1  |          | false | false | 1",
                "           | whsec_1  | false | false | 1",
                "sk_live_1  | whsec_1  | false | false | 1",
                "sk_test_1  | whsec_1  | true  | false | 1",
                "sk_test_1  | whsec_   | false | false | 1",
                "sk_live_1  | whsec_1  | true  | true  | 1",
            })
    void theSettingsMustAgree(String key, String secret, boolean live, boolean base, int unmet) {
        Settings settings = new Settings(
                Optional.ofNullable(key),
                secret == null ? List.of() : List.of(secret),
                live,
                base ? Optional.of(URI.create("http://127.0.0.1:1")) : Optional.empty());
        assertThat(StripeAccount.unmet(settings)).hasSize(unmet);
    }

    @Test
    void showsNoSecret() {
        Settings settings =
                new Settings(Optional.of("sk_live_abc"), List.of("whsec_def", "ghi"), false, Optional.empty());
        assertThat(settings + String.join(" ", StripeAccount.unmet(settings))).doesNotContain("abc", "def", "ghi");
    }
}
