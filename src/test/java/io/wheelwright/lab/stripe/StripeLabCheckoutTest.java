package io.wheelwright.lab.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Subscription;
import com.stripe.model.checkout.Session;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionListParams;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person does in a browser: buy, and manage what was bought. */
class StripeLabCheckoutTest extends OnStripeLab {

    private final HttpClient browser = HttpClient.newHttpClient();

    @Test
    void aSubscriptionIsBoughtOnThePage() throws Exception {
        Customer ann = customer(null);
        Session session = session(ann, null);
        assertThat(session.getSubscription()).isNull();
        assertThat(get(session.getUrl()).body()).contains("19.00 USD", "4000000000009995");

        var paid = post(session.getUrl(), "card", TestCard.VISA.number());
        assertThat(paid.statusCode()).isEqualTo(303);
        assertThat(paid.headers().firstValue("Location"))
                .contains("https://hub.example/done?session=" + session.getId());
        Session complete = read(session);
        assertThat(complete.getStatus()).isEqualTo("complete");
        assertThat(complete.getPaymentStatus()).isEqualTo("paid");
        assertThat(complete.getClientReferenceId()).isEqualTo("acme");
        Subscription bought = stripe.v1().subscriptions().retrieve(complete.getSubscription());
        assertThat(bought.getStatus()).isEqualTo("active");
        assertThat(bought.getCustomer()).isEqualTo(ann.getId());
        assertThat(bought.getMetadata()).containsEntry("org", "acme");
        assertThat(types(0)).endsWith("checkout.session.completed");
        assertThat(post(session.getUrl(), "card", TestCard.VISA.number()).body())
                .contains("complete");
        assertThat(lab.ledger().lines()).hasSize(1);
        assertThat(stripe.v1()
                        .checkout()
                        .sessions()
                        .list(SessionListParams.builder()
                                .setCustomer(ann.getId())
                                .setStatus(SessionListParams.Status.COMPLETE)
                                .build())
                        .getData())
                .hasSize(1);
    }

    @Test
    void aTrialIsBoughtForNothing() throws StripeException {
        Session session = session(customer(null), 14L);
        lab.checkOut(session.getId(), TestCard.VISA);
        assertThat(read(session).getPaymentStatus()).isEqualTo("no_payment_required");
        assertThat(stripe.v1()
                        .subscriptions()
                        .retrieve(read(session).getSubscription())
                        .getStatus())
                .isEqualTo("trialing");
        assertThat(lab.ledger().lines()).isEmpty();
    }

    @Test
    void aCardThatAsksTheCustomerPaysOnceThatIsConfirmed() throws Exception {
        Session session = session(customer(null), null);
        String card = TestCard.AUTHENTICATION_REQUIRED.number();
        HttpResponse<String> asked = post(session.getUrl(), "card", card);
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.body()).contains("19.00 USD", "Confirm", "Fail", card);
        assertThat(read(session).getStatus()).isEqualTo("open");
        assertThat(read(session).getSubscription()).isNull();

        assertThat(post(session.getUrl(), "card", card, "authentication", "confirm")
                        .statusCode())
                .isEqualTo(303);
        assertThat(read(session).getStatus()).isEqualTo("complete");
        assertThat(read(session).getPaymentStatus()).isEqualTo("paid");
        assertThat(stripe.v1()
                        .subscriptions()
                        .retrieve(read(session).getSubscription())
                        .getStatus())
                .isEqualTo("active");
        assertThat(lab.ledger().lines()).extracting(Ledger.Line::kind).containsExactly(Ledger.Kind.CHARGE);
    }

    @Test
    void aCardThatIsNotConfirmedBuysNothingAndAnotherOneDoes() throws Exception {
        Session session = session(customer(null), null);
        String card = TestCard.AUTHENTICATION_REQUIRED.number();
        HttpResponse<String> again = post(session.getUrl(), "card", card, "authentication", "fail");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains("We are unable to authenticate your payment method.", "Card number");
        assertThat(read(session).getStatus()).isEqualTo("open");
        assertThat(read(session).getPaymentStatus()).isEqualTo("unpaid");
        assertThat(read(session).getSubscription()).isNull();
        assertThat(lab.ledger().lines()).isEmpty();

        assertThat(post(session.getUrl(), "card", TestCard.VISA.number()).statusCode())
                .isEqualTo(303);
    }

    @ParameterizedTest
    @CsvSource({
        "DECLINED, Your card was declined.",
        "INSUFFICIENT_FUNDS, Your card has insufficient funds.",
        "FAILS_WHEN_CHARGED, Your card was declined."
    })
    void aCardThatIsRefusedBuysNothingAndAnotherOneDoes(TestCard card, String why) throws Exception {
        Customer ann = customer(null);
        Session session = session(ann, null);
        HttpResponse<String> again = post(session.getUrl(), "card", card.number());
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains(why, "19.00 USD");
        assertThat(read(session).getStatus()).isEqualTo("open");
        assertThat(read(session).getSubscription()).isNull();
        assertThat(lab.ledger().lines(Ledger.Kind.CHARGE)).isEmpty();
        assertThat(types(0)).doesNotContain("customer.subscription.created", "checkout.session.completed");

        assertThat(post(session.getUrl(), "card", TestCard.VISA.number()).statusCode())
                .isEqualTo(303);
    }

    @Test
    void aSessionExpiresByTimeOrRequest() throws StripeException {
        Customer ann = customer(null);
        Session left = session(ann, null);
        Session ended = session(ann, null);
        assertThat(stripe.v1().checkout().sessions().expire(ended.getId()).getStatus())
                .isEqualTo("expired");
        assertThatThrownBy(() -> stripe.v1().checkout().sessions().expire(ended.getId()))
                .isInstanceOf(InvalidRequestException.class);
        lab.advance(Duration.ofHours(24));
        assertThat(read(left).getStatus()).isEqualTo("expired");
        assertThat(types(0).stream().filter("checkout.session.expired"::equals)).hasSize(2);
        assertThatThrownBy(() -> lab.checkOut(left.getId(), TestCard.VISA)).hasMessageContaining("expired");
    }

    @Test
    void thePortalEndsKeepsAndPays() throws Exception {
        Customer ann = customer(TestCard.VISA);
        Subscription made = subscribe(ann, monthly(1900));
        String portal = stripe.v1()
                .billingPortal()
                .sessions()
                .create(com.stripe.param.billingportal.SessionCreateParams.builder()
                        .setCustomer(ann.getId())
                        .setReturnUrl("https://hub.example/back")
                        .build())
                .getUrl();
        assertThat(get(portal).body()).contains(made.getId(), "active", "https://hub.example/back");
        assertThat(post(portal, "action", "cancel", "id", made.getId()).statusCode())
                .isEqualTo(303);
        assertThat(read(made).getCancelAt()).isNotNull();
        post(portal, "action", "keep", "id", made.getId());
        assertThat(read(made).getCancelAt()).isNull();

        lab.useCard(ann.getId(), TestCard.FAILS_WHEN_CHARGED);
        lab.advance(Duration.ofDays(29));
        assertThat(read(made).getStatus()).isEqualTo("past_due");
        post(portal, "action", "card", "card", TestCard.VISA.number());
        post(portal, "action", "pay", "id", read(made).getLatestInvoice());
        assertThat(read(made).getStatus()).isEqualTo("active");

        Subscription others = subscribe(customer(TestCard.VISA), monthly(900));
        assertThat(post(portal, "action", "cancel", "id", others.getId()).statusCode())
                .isEqualTo(404);
        assertThat(read(others).getCancelAt()).isNull();
    }

    @Test
    void theOverviewMovesTheClock() throws Exception {
        assertThat(post(lab.url() + "/", "by", "P2D").statusCode()).isEqualTo(303);
        assertThat(lab.now()).isEqualTo(START.plus(Duration.ofDays(2)));
        assertThat(post(lab.url() + "/", "by", "-P2D").body()).contains("does not go back");
    }

    private Session session(Customer customer, Long trialDays) throws StripeException {
        return stripe.v1()
                .checkout()
                .sessions()
                .create(SessionCreateParams.builder()
                        .setMode(SessionCreateParams.Mode.SUBSCRIPTION)
                        .setCustomer(customer.getId())
                        .setClientReferenceId("acme")
                        .setSuccessUrl("https://hub.example/done?session={CHECKOUT_SESSION_ID}")
                        .setCancelUrl("https://hub.example/back")
                        .addLineItem(SessionCreateParams.LineItem.builder()
                                .setPrice(monthly(1900).getId())
                                .setQuantity(1L)
                                .build())
                        .setSubscriptionData(SessionCreateParams.SubscriptionData.builder()
                                .putMetadata("org", "acme")
                                .setTrialPeriodDays(trialDays)
                                .build())
                        .build());
    }

    private Session read(Session session) throws StripeException {
        return stripe.v1().checkout().sessions().retrieve(session.getId());
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String url, String... form) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < form.length; i += 2) {
            body.append('&').append(form[i]).append('=').append(URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
        }
        return browser.send(
                HttpRequest.newBuilder(URI.create(url))
                        .POST(BodyPublishers.ofString(body.substring(1)))
                        .build(),
                BodyHandlers.ofString());
    }
}
