package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.billing.stripe.Subject.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeEventTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{}",
                "7",
                "{\"id\":7,\"type\":\"a.b\"}",
                "{\"id\":\"evt_1\"}",
                "{\"id\":\"evt_1\",",
                "{\"id\":\"evt 1\",\"type\":\"a.b\"}",
                "{\"id\":\"evt_1\",\"type\":\"A B\"}",
                "{\"id\":\"evt_1\",\"type\":\"a.b\"} {}"
            })
    void whatIsNoEventIsNone(String body) {
        assertThat(StripeEvent.read(body.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void bytesThatAreNoTextAreNone() {
        byte[] body = "{\"id\":\"evt_1\",\"type\":\"a.b\",\"x\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        body[body.length - 3] = (byte) 0xff;
        assertThat(StripeEvent.read(body)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "customer.subscription.updated | {\"id\":\"sub_1\",\"customer\":\"cus_1\"} | sub_1 | ",
                "invoice.paid | {\"id\":\"in_1\",\"parent\":{\"subscription_details\":{\"subscription\":\"sub_1\"}}} | sub_1 | ",
                "invoice.payment_failed | {\"id\":\"in_1\",\"subscription\":{\"id\":\"sub_1\"}} | sub_1 | ",
                "invoice.paid | {\"id\":\"in_1\",\"subscription\":null} | | ",
                "invoice.upcoming | {\"subscription\":\"sub_1\"} | | ",
                "checkout.session.completed | {\"id\":\"cs_1\",\"subscription\":\"sub_1\"} | sub_1 | ",
                "checkout.session.expired | {\"id\":\"cs_1\"} | | ",
                "customer.deleted | {\"id\":\"cus_1\"} | | cus_1",
                "charge.succeeded | {\"id\":\"ch_1\",\"customer\":\"cus_1\"} | | ",
                "customer.subscription.updated | null | | ",
            })
    void saysWhatItIsAbout(String type, String object, String subscription, String customer) {
        StripeEvent event = event("{\"id\":\"evt_1\",\"type\":\"" + type
                + "\",\"livemode\":false,\"api_version\":null,\"data\":{\"object\":" + object + "}}");
        assertThat(event.about(Kind.subscription)).isEqualTo(subscription);
        assertThat(event.about(Kind.customer)).isEqualTo(customer);
        assertThat(event.arrival(false).state())
                .isEqualTo(subscription == null && customer == null ? EventState.ignored : EventState.pending);
    }

    @ParameterizedTest
    @CsvSource({
        "refund.created, re_1, re_1",
        "refund.updated, re_1, re_1",
        "refund.failed, re_1, re_1",
        "charge.refunded, ch_1, ch_1",
        "charge.failed, ch_1,",
        "charge.dispute.created, du_1,",
        "customer.updated, cus_1,",
    })
    void saysWhichRefundItIsAbout(String type, String object, String refund) {
        assertThat(event("{\"id\":\"evt_1\",\"type\":\"" + type + "\",\"data\":{\"object\":{\"id\":\"" + object
                                + "\",\"customer\":\"cus_1\"}}}")
                        .about(Kind.refund))
                .isEqualTo(refund);
    }

    @ParameterizedTest
    @CsvSource({"test_helpers.test_clock.ready, clock_1", "test_helpers.test_clock.advancing,"})
    void saysWhichTestClockItIsAbout(String type, String testClock) {
        StripeEvent event = event("{\"id\":\"evt_1\",\"type\":\"" + type
                + "\",\"livemode\":false,\"data\":{\"object\":{\"id\":\"clock_1\"}}}");
        assertThat(event.about(Kind.test_clock)).isEqualTo(testClock);
        assertThat(event.arrival(false).state()).isEqualTo(testClock == null ? EventState.ignored : EventState.pending);
    }

    @ParameterizedTest
    @CsvSource({"charge.dispute.created, du_1", "charge.dispute.funds_withdrawn, du_1", "charge.refunded,"})
    void saysWhichDisputeItIsAbout(String type, String dispute) {
        StripeEvent event = event("{\"id\":\"evt_1\",\"type\":\"" + type
                + "\",\"livemode\":false,\"data\":{\"object\":{\"id\":\"du_1\"}}}");
        assertThat(event.about(Kind.dispute)).isEqualTo(dispute);
        assertThat(event.arrival(false).state()).isEqualTo(EventState.pending);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"livemode\":true | true | pending",
                "\"livemode\":true | false | quarantined",
                "\"livemode\":false | true | quarantined",
                "\"x\":1 | false | quarantined",
                "\"livemode\":false,\"account\":\"acct_1\" | false | ignored",
            })
    void modesAndAccountsAreNotMixed(String part, boolean live, EventState state) {
        StripeEvent event = event("{\"id\":\"evt_1\",\"type\":\"customer.deleted\"," + part
                + ",\"data\":{\"object\":{\"id\":\"cus_1\"}}}");
        assertThat(event.arrival(live).state()).isEqualTo(state);
    }

    private static StripeEvent event(String json) {
        return StripeEvent.read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
