package io.wheelwright.lab.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.ApiResource.RequestMethod;
import com.stripe.net.Webhook;
import com.stripe.param.billing.MeterEventCreateParams;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries are signed, and come twice, late, never or in disorder if told to. */
class StripeLabDeliveriesTest extends OnStripeLab {

    private record Received(String body, String signature) {}

    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private volatile int answer = 200;
    private HttpServer endpoint;

    @BeforeEach
    void listen() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        endpoint.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(body, exchange.getRequestHeaders().getFirst("Stripe-Signature")));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        endpoint.start();
        lab.registerEndpoint(
                URI.create("http://127.0.0.1:" + endpoint.getAddress().getPort() + "/billing/webhook"));
    }

    @AfterEach
    void endListening() {
        endpoint.stop(0);
    }

    @Test
    void eachEventComesSigned() throws Exception {
        lab.deliveries().signAt(Clock.systemUTC());
        subscribe(customer(TestCard.VISA), monthly(1900));
        await();
        assertThat(types()).isEqualTo(types(0)).contains("customer.subscription.created", "invoice.paid");
        for (Received one : received) {
            assertThatCode(() -> Webhook.Signature.verifyHeader(one.body(), one.signature(), lab.webhookSecret(), 300))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() ->
                            Webhook.Signature.verifyHeader(one.body() + " ", one.signature(), lab.webhookSecret(), 300))
                    .isInstanceOf(SignatureVerificationException.class);
        }
        assertThat(lab.events())
                .allSatisfy(event ->
                        assertThat(event.get("pending_webhooks").asInt()).isZero());
    }

    @Test
    void theyCanBeDoubledDroppedAndSentAgain() throws Exception {
        lab.deliveries().copies(2);
        lab.deliveries().drop("product.created"::equals);
        customer(null);
        monthly(1900);
        await();
        assertThat(types()).containsExactly("customer.created", "customer.created", "price.created", "price.created");
        lab.deliveries().resend(lab.events().get(1).get("id").asText());
        await();
        assertThat(types()).endsWith("product.created");
    }

    @Test
    void theyCanComeLateAndInDisorder() throws Exception {
        lab.deliveries().delay(Duration.ofHours(1));
        customer(null);
        await();
        assertThat(received).isEmpty();
        lab.advance(Duration.ofHours(1));
        await();
        assertThat(types()).containsExactly("customer.created");

        lab.deliveries().delay(Duration.ZERO);
        lab.deliveries().hold();
        int from = lab.events().size();
        subscribe(customer(TestCard.VISA), monthly(1900));
        lab.deliveries().releaseShuffled(7);
        await();
        List<String> came = types().subList(1, received.size());
        assertThat(came).containsExactlyInAnyOrderElementsOf(types(from)).isNotEqualTo(types(from));
    }

    @Test
    void whatIsNotTakenComesAgain() throws Exception {
        answer = 503;
        customer(null);
        await();
        assertThat(received).hasSize(1);
        lab.advance(Duration.ofMinutes(1));
        await();
        assertThat(received).hasSize(2);
        answer = 200;
        lab.advance(Duration.ofMinutes(5));
        await();
        lab.advance(Duration.ofDays(3));
        await();
        assertThat(lab.deliveries().attempts())
                .extracting(Deliveries.Attempt::status)
                .containsExactly(503, 503, 200);
        assertThat(received.stream().map(Received::signature).distinct()).hasSize(3);
    }

    @Test
    void theyCanLieAboutSecretAndVersion() throws Exception {
        lab.deliveries().sayLive(true);
        lab.deliveries().signWith("whsec_other");
        lab.deliveries().sayVersion("2025-03-31.basil");
        lab.deliveries().signAt(Clock.systemUTC());
        customer(null);
        await();
        Received one = received.get(0);
        assertThat(one.body()).contains("2025-03-31.basil", "\"livemode\" : true,\n  \"pending");
        assertThatThrownBy(() -> Webhook.Signature.verifyHeader(one.body(), one.signature(), lab.webhookSecret(), 300))
                .isInstanceOf(SignatureVerificationException.class);

        lab.deliveries().signWith("whsec_other", lab.webhookSecret());
        lab.deliveries().twins(true);
        customer(null);
        await();
        assertThat(types()).containsExactly("customer.created", "customer.created", "customer.created");
        assertThat(lab.events().stream().map(event -> event.get("id").asText()).distinct())
                .hasSize(3);
        Received two = received.get(2);
        assertThatCode(() -> Webhook.Signature.verifyHeader(two.body(), two.signature(), lab.webhookSecret(), 300))
                .doesNotThrowAnyException();
    }

    @Test
    void usageOfNobodyIsTakenAndReportedLater() throws Exception {
        String meter = StripePrices.meter(stripe, "messages");
        stripe.v1()
                .billing()
                .meterEvents()
                .create(MeterEventCreateParams.builder()
                        .setEventName("messages")
                        .setIdentifier("a")
                        .setTimestamp(lab.now().getEpochSecond())
                        .putPayload("stripe_customer_id", "cus_nobody")
                        .putPayload("value", "90")
                        .build());
        await();
        assertThat(received).isEmpty();

        lab.advance(Duration.ofMinutes(5));
        await();
        assertThat(types()).containsExactly("v1.billing.meter.error_report_triggered");
        JsonNode thin = Json.MAPPER.readTree(received.get(0).body());
        assertThat(thin.at("/related_object/id").asText()).isEqualTo(meter);
        JsonNode error = Json.MAPPER
                .readTree(stripe.rawRequest(
                                RequestMethod.GET,
                                "/v2/core/events/" + thin.path("id").asText(),
                                null)
                        .body())
                .at("/data/reason/error_types/0");
        assertThat(error.path("code").asText()).isEqualTo("meter_event_customer_not_found");
        assertThat(error.at("/sample_errors/0/request/identifier").asText()).isEqualTo("a");
    }

    private void await() throws InterruptedException {
        assertThat(lab.deliveries().awaitSent(LONG)).isTrue();
    }

    private List<String> types() throws IOException {
        List<String> types = new ArrayList<>();
        for (Received one : received) {
            JsonNode event = Json.MAPPER.readTree(one.body());
            types.add(event.get("type").asText());
        }
        return types;
    }
}
