package io.wheelwright.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of mail, as text and as a page. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class LettersResourceTest {

    private static final Map<String, String> MODEL = Map.ofEntries(
            Map.entry("link", "https://hub.example/verify-email#token=t-1"),
            Map.entry("code", "c-1"),
            Map.entry("at", "2026-11-21 10:00"),
            Map.entry("until", "2026-11-22 10:00"),
            Map.entry("url", "https://acme.example"),
            Map.entry("trial_ends", "2026-12-05 10:00"),
            Map.entry("type", "deploy"),
            Map.entry("spoke", "acme-iot"),
            Map.entry("error", "no image"),
            Map.entry("operation", "4711"),
            Map.entry("organization", "Acme"),
            Map.entry("role", "viewer"),
            Map.entry("plan", "starter"),
            Map.entry("limit", "maxDevices"),
            Map.entry("used", "8"),
            Map.entry("most", "10"),
            Map.entry("percent", "80"),
            Map.entry("days", "7"),
            Map.entry("end", "2026-12-05 10:00"),
            Map.entry("since", "2026-12-05 10:00"),
            Map.entry("ended", "2026-12-05 10:00"),
            Map.entry("deletion", "2027-01-04 10:00"),
            Map.entry("why", "TrialGrace"));

    @Inject
    Letters letters;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verification",
                "admitted",
                "welcome",
                "instance-ready",
                "password-reset",
                "invitation",
                "password-changed",
                "address-known",
                "operation-failed",
                "usage-notice",
                "trial-reminder",
                "grace-begun",
                "suspended",
                "resumed",
                "cancelled",
                "deletion-notice"
            })
    void isWrittenAsTextAndAsAPageOfOneLook(String kind) {
        Letter letter = letters.write(kind, MODEL);

        assertThat(letter.subject()).isNotBlank().doesNotContain("\n");
        assertThat(letter.text()).isNotBlank().doesNotContain("{", "<", "NOT_FOUND");
        assertThat(letter.html())
                .startsWith("<!doctype html>")
                .contains("<title>" + letter.subject() + "</title>", "This mail was sent by")
                .doesNotContain("{", "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verification", "password-reset", "invitation", "admitted"})
    void hasTheLinkInBothForms(String kind) {
        Letter letter = letters.write(kind, MODEL);

        assertThat(letter.text()).contains("\n" + MODEL.get("link") + "\n");
        assertThat(letter.html()).contains("href=\"" + MODEL.get("link") + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "grace-begun, TrialGrace,     trial of",
        "grace-begun, PaymentPastDue, a payment for",
        "suspended,   TrialOver,      A subscription brings it back",
        "suspended,   GraceExpired,   A payment brings it back",
        "suspended,   Unpaid,         A payment brings it back",
        "suspended,   Suspended,      was suspended on",
    })
    void saysWhyItIsSent(String kind, String why, String says) {
        Map<String, String> model = new HashMap<>(MODEL);
        model.put("why", why);

        Letter letter = letters.write(kind, model);

        assertThat(letter.text().replaceAll("\\s+", " ")).containsOnlyOnce(says);
        assertThat(letter.html().replaceAll("\\s+", " ")).containsOnlyOnce(says);
    }

    @Test
    void aPageShowsWhatItIsToldAndIsNotMadeOfIt() {
        Map<String, String> model = new HashMap<>(MODEL);
        model.put("error", "<script>alert(1)</script>");

        Letter letter = letters.write("operation-failed", model);

        assertThat(letter.html()).contains("&lt;script&gt;").doesNotContain("<script>");
        assertThat(letter.text()).contains("<script>alert(1)</script>");
    }
}
