package io.wheelwright.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where customers may be sent. */
class ReturnUrlsTest {

    private static final ReturnUrls LIVE = urls(true, "https://shop.example", "https://other.example:8443/");
    private static final ReturnUrls TEST = urls(false, "http://localhost:3000");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hub.example/",
                "https://HUB.example:443/paid?session={CHECKOUT_SESSION_ID}&a=b#c",
                "https://shop.example",
                "https://other.example:8443/plans"
            })
    void sendsToWhatIsAllowed(String url) {
        assertThat(LIVE.refusal(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "https://hub.example.evil.example/",
                "https://hub.example:8443/",
                "https://hub.example@evil.example/",
                "https://evil.example\\@hub.example/",
                "https://evil.example/https://hub.example/",
                "https://hub.example/{OTHER}",
                "//hub.example/",
                "/paid",
                "javascript:alert(1)//hub.example",
                "http://hub.example/",
                "http://localhost:3000/",
                ""
            })
    void sendsNowhereElse(String url) {
        assertThat(LIVE.refusal(url)).isPresent();
    }

    @Test
    void plainHttpStaysOnThisMachineAndInTestMode() {
        assertThat(TEST.refusal("http://localhost:3000/paid")).isEmpty();
        assertThat(TEST.refusal("http://localhost:3001/paid")).isPresent();
        assertThat(urls(true, "http://localhost:3000").unfit()).containsExactly("http://localhost:3000");
    }

    @Test
    void onlyOriginsAreDeclared() {
        assertThat(LIVE.unfit()).isEmpty();
        assertThat(urls(true, "https://shop.example/paid", "shop.example", "http://shop.example")
                        .unfit())
                .hasSize(3);
        assertThat(LIVE.refusal("https://shop.example/" + "a".repeat(2_000))).isPresent();
    }

    private static ReturnUrls urls(boolean live, String... declared) {
        return new ReturnUrls("https://hub.example", List.of(declared), live);
    }
}
