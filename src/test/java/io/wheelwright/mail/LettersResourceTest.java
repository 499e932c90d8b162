package io.wheelwright.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.qute.Engine;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.PublicUrl;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of mail, as text and as a page. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class LettersResourceTest {

    private static final Map<String, String> MODEL = MailPreview.MODEL;
    private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}";
    private static final MailPreview PREVIEW = new MailPreview(Path.of("src/main/resources/templates"));

    @Inject
    PublicUrl url;

    @Inject
    WheelwrightConfig config;

    @Inject
    Engine templates;

    @Inject
    Letters letters;

    static List<String> kinds() throws IOException {
        return PREVIEW.kinds();
    }

    @ParameterizedTest
    @MethodSource("kinds")
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
    @MethodSource("kinds")
    void isInThePreviewAsTheHubSendsIt(String kind) {
        assertThat(PREVIEW.letters(url.home(), config.brand(), "en").write(kind, MODEL))
                .isEqualTo(letters.write(kind, MODEL));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void saysOfEachTimeThatItIsUtc(String kind) {
        assertUtc(letters.write(kind, MODEL));
    }

    private static void assertUtc(Letter letter) {
        assertThat(letter.subject()).doesNotContainPattern(TIME);
        for (String form : List.of(letter.text(), letter.html())) {
            assertThat(line(form.replaceAll("</?strong>", ""))).doesNotContainPattern(TIME + "(?! \\(UTC\\))");
        }
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
        "grace-begun, PaymentFailed,  Everything works as before",
        "grace-begun, DisputeOpen,    is disputed. Until",
        "grace-begun, RefundedInFull, was refunded in full.",
        "action-required, PaymentFailed,  and nothing changes",
        "action-required, PaymentPastDue, it begins to rest",
        "action-required, GraceExpired,   Until then your instance rests",
        "suspended,   TrialEndedWithoutPaymentMethod, has no payment method",
        "suspended,   DisputeOpen,    a payment for",
        "suspended,   CollectionPaused, 'are paused, and'",
        "suspended,   RefundedInFull, was refunded in full",
        "suspended,   TrialOver,      A subscription brings it back",
        "suspended,   GraceExpired,   A payment brings it back",
        "suspended,   Unpaid,         A payment brings it back",
        "suspended,   Suspended,      was suspended on",
    })
    void saysWhyItIsSent(String kind, String why, String says) {
        Map<String, String> model = new HashMap<>(MODEL);
        model.put("why", why);

        Letter letter = letters.write(kind, model);
        assertUtc(letter);

        assertThat(line(letter.text())).containsOnlyOnce(says);
        assertThat(line(letter.html())).containsOnlyOnce(says);
    }

    @ParameterizedTest
    @CsvSource({
        "requested_by_customer, '',  yes, we have refunded 29.00 USD for it",
        "requested_by_customer, '',  yes, Reason: you have asked for it.",
        "duplicate,             '',  '',  Reason: it was paid twice.",
        "fraudulent,            '',  '',  Reason: the payment was not yours.",
        "'',                    '',  '',  we have refunded 29.00 USD of what you paid",
        "'',                    '',  '',  arrives within five to ten business days",
        "'',                    '',  '',  Number of the refund: re_1",
        "'',                    yes, '',  has not taken the refund of 29.00 USD",
        "'',                    yes, '',  Number of the refund: re_1",
    })
    void saysHowMuchGoesBackWhyAndWhen(String reason, String failed, String left, String says) {
        Letter letter = refund(reason, failed, left);

        assertThat(line(letter.text())).containsOnlyOnce(says);
        assertThat(line(letter.html().replaceAll("</?strong>", ""))).containsOnlyOnce(says);
    }

    @Test
    void ofARefundItSaysNothingThatIsNotSo() {
        Letter kept = refund("", "", "");
        Letter left = refund("", "", "yes");
        Letter failed = refund("", "yes", "");

        assertThat(left.text()).contains("To come back, subscribe again: " + url.home());
        assertThat(left.html()).contains("href=\"" + url.home() + "\"", "Come back");
        for (String form : List.of(kept.text(), kept.html())) {
            assertThat(form).doesNotContain("ome back", "Reason:", "has ended");
        }
        for (String form : List.of(failed.text(), failed.html())) {
            assertThat(line(form)).doesNotContain("business days", "we have refunded");
        }
        assertThat(kept.subject()).isEqualTo("You get 29.00 USD back");
        assertThat(failed.subject()).isEqualTo("A refund has not reached you");
    }

    private Letter refund(String reason, String failed, String left) {
        Map<String, String> model = new HashMap<>(MODEL);
        model.put("refundReason", reason);
        model.put("failed", failed);
        model.put("left", left);
        return letters.write("refunded", model);
    }

    /** Where a line ends is the template's own business. */
    private static String line(String form) {
        return form.replaceAll("\\s+", " ");
    }

    @Test
    void isInEnglishWhereTheLanguageHasNoTemplate() {
        Letters german = new Letters(templates, url.home(), config.brand(), "de");

        assertThat(german.write("welcome", MODEL)).isEqualTo(letters.write("welcome", MODEL));
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
