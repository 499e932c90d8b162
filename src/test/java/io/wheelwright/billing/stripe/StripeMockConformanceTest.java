package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.billing.MeterCreateParams;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.wheelwright.lab.controlplane.StripeMock;
import io.wheelwright.lab.stripe.AskedRequest;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.lab.stripe.TestCard;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every request that the product sends is one of Stripe's specification, with parameters that are named and typed there.
 * They are those that the code sends to the lab's Stripe on the way through what it does; that none is left out, its
 * compiled code shows.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class StripeMockConformanceTest extends OnStripe {

    /** What the code calls of Stripe's library, and where that leads to. */
    private static final Map<String, String> ROUTES = Map.ofEntries(
            Map.entry("CustomerService.create", "POST /v1/customers"),
            Map.entry("CustomerService.list", "GET /v1/customers"),
            Map.entry("CustomerService.retrieve", "GET /v1/customers/{}"),
            Map.entry("ChargeService.retrieve", "GET /v1/charges/{}"),
            Map.entry("DisputeService.list", "GET /v1/disputes"),
            Map.entry("DisputeService.retrieve", "GET /v1/disputes/{}"),
            Map.entry("InvoiceItemService.list", "GET /v1/invoiceitems"),
            Map.entry("InvoiceLineItemService.list", "GET /v1/invoices/{}/lines"),
            Map.entry("InvoicePaymentService.list", "GET /v1/invoice_payments"),
            Map.entry("InvoiceService.createPreview", "POST /v1/invoices/create_preview"),
            Map.entry("InvoiceService.list", "GET /v1/invoices"),
            Map.entry("InvoiceService.retrieve", "GET /v1/invoices/{}"),
            Map.entry("PriceService.create", "POST /v1/prices"),
            Map.entry("PriceService.list", "GET /v1/prices"),
            Map.entry("PriceService.retrieve", "GET /v1/prices/{}"),
            Map.entry("ProductService.create", "POST /v1/products"),
            Map.entry("ProductService.retrieve", "GET /v1/products/{}"),
            Map.entry("RefundService.create", "POST /v1/refunds"),
            Map.entry("RefundService.list", "GET /v1/refunds"),
            Map.entry("RefundService.retrieve", "GET /v1/refunds/{}"),
            Map.entry("SubscriptionService.cancel", "DELETE /v1/subscriptions/{}"),
            Map.entry("SubscriptionService.list", "GET /v1/subscriptions"),
            Map.entry("SubscriptionService.retrieve", "GET /v1/subscriptions/{}"),
            Map.entry("SubscriptionService.update", "POST /v1/subscriptions/{}"),
            Map.entry("WebhookEndpointService.create", "POST /v1/webhook_endpoints"),
            Map.entry("WebhookEndpointService.list", "GET /v1/webhook_endpoints"),
            Map.entry("billing.MeterService.create", "POST /v1/billing/meters"),
            Map.entry("billing.MeterService.list", "GET /v1/billing/meters"),
            Map.entry("billingportal.SessionService.create", "POST /v1/billing_portal/sessions"),
            Map.entry("checkout.SessionService.create", "POST /v1/checkout/sessions"),
            Map.entry("checkout.SessionService.expire", "POST /v1/checkout/sessions/{}/expire"),
            Map.entry("checkout.SessionService.list", "GET /v1/checkout/sessions"),
            Map.entry("checkout.SessionService.retrieve", "GET /v1/checkout/sessions/{}"));

    /** Where the classes lead to that write a path themselves. */
    private static final Map<String, Set<String>> RAW_ROUTES = Map.of(
            "EventList",
            Set.of("GET /v1/events"),
            "StripeDoctor",
            Set.of(
                    "GET /v1/subscriptions",
                    "GET /v1/invoices",
                    "GET /v1/events",
                    "GET /v1/customers",
                    "GET /v1/prices",
                    "GET /v1/charges",
                    "GET /v1/refunds",
                    "GET /v1/webhook_endpoints",
                    "GET /v1/prices/{}"));

    /**
     * Requests that Stripe's specification does not have, by the beginning of their text, and why they are right all the
     * same: the specification is that of API version 2026-08-26.dahlia, and the product speaks 2026-07-29.dahlia.
     */
    private static final Map<String, String> DIFFERENCES = Map.of();

    @Inject
    StripeReader reader;

    @Inject
    Backfill backfill;

    @Inject
    Sweep sweep;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, AskedRequest> asked = new ConcurrentHashMap<>();
    private final String product = "mock-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void everyRequestIsOneOfStripesSpecification() throws Exception {
        String hub = stripe.apiKey();
        stripe.listen(request -> {
            if (request.key().equals(hub)) {
                asked.putIfAbsent(request.toString(), request);
            }
        });
        publish();
        buy();
        change();
        endAndKeep();
        payBack();
        disputed();
        owe();
        lookAround();
        deafen();
        try {
            setUp();
        } finally {
            listenAgain();
        }

        List<AskedRequest> requests = List.copyOf(asked.values());
        everythingThatTheCodeCallsIsAmong(requests);
        try (StripeMock mock = StripeMock.start(Path.of("target", "stripe-mock"), text -> {})) {
            Map<String, String> refused = new TreeMap<>();
            for (AskedRequest request : requests) {
                HttpResponse<String> answer = send(mock, request);
                boolean known = DIFFERENCES.keySet().stream().anyMatch(request.toString()::startsWith);
                if (answer.statusCode() / 100 != 2 && !known) {
                    refused.put(request.toString(), answer.statusCode() + " " + answer.body());
                }
            }
            assertThat(refused).isEmpty();
            whatIsWrongIsRefusedBy(mock);
        }
    }

    /** With answers that are lost, so that what is read before another try is read. */
    private void buy() throws StripeException {
        String org = buyer();
        Instant trialEnd = Instant.now().plus(Duration.ofDays(9)).truncatedTo(ChronoUnit.SECONDS);
        admin().body("{\"state\": \"trialing\", \"plan\": \"small\", \"trial_ends_at\": \"%s\"}".formatted(trialEnd))
                .put(API + "/organizations/" + org + "/billing-state")
                .then()
                .statusCode(200);
        stripe.faults().next("POST", "/v1/customers", Fault.LOSE_ANSWER);
        stripe.faults().next("POST", "/v1/checkout/sessions", Fault.LOSE_ANSWER);
        admin().body(checkout(org, "first"))
                .post(API + "/billing/checkout")
                .then()
                .statusCode(202);
        for (int i = 0; i < 101; i++) {
            customers
                    .client()
                    .v1()
                    .customers()
                    .create(CustomerCreateParams.builder().build());
        }
        done(admin().body(checkout(org, "first")), "/billing/checkout").statusCode(200);
        String session = done(admin().body(checkout(org, "second")), "/billing/checkout")
                .statusCode(200)
                .extract()
                .path("session_id");
        stripe.checkOut(session, TestCard.VISA);
        awaitState(org, "trialing");
        admin().body(Map.of("org_id", org, "return_url", url("back")))
                .post(API + "/billing/portal")
                .then()
                .statusCode(200);
    }

    private void change() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org, price("small"));
        awaitState(org, "active");
        ValidatableResponse preview = post(org, "change-plan/preview", plan("large", null));
        stripe.useCard(subscription.getCustomer(), TestCard.FAILS_WHEN_CHARGED);
        post(org, "change-plan", plan("large", preview.extract().path("proration_date")))
                .body("outcome", equalTo("payment_pending"));
    }

    private void endAndKeep() throws StripeException {
        String org = organization();
        customers.subscribe(org);
        awaitState(org, "active");
        post(org, "cancel", Map.of("when", "period_end", "description", "Too dear"));
        post(org, "keep", Map.of());
        post(org, "cancel", Map.of("when", "now", "refund", "prorated", "reason", "duplicate", "description", "Gone"));
        awaitState(org, "cancelled");

        String far = organization();
        Subscription planned = customers.subscribe(far);
        awaitState(far, "active");
        customers.endAt(planned, Instant.ofEpochSecond(planned.getCreated()).plus(Duration.ofDays(90)));
        post(far, "cancel", Map.of("when", "period_end"));
        post(far, "keep", Map.of());

        String classic = organization();
        customers.subscribeInClassicMode(classic);
        awaitState(classic, "active");
        post(classic, "cancel", Map.of("when", "period_end"));
        post(classic, "keep", Map.of());
    }

    /** Of an invoice that is too long to be answered as a whole, and in the dashboard too. */
    private void payBack() throws StripeException {
        String org = organization();
        SubscriptionCreateParams.Builder many = SubscriptionCreateParams.builder()
                .setCustomer(customers.subscribeUnnamed().getCustomer())
                .putMetadata(SubscriptionFacts.ORGANIZATION, org)
                .addItem(SubscriptionCreateParams.Item.builder()
                        .setPrice(price("small"))
                        .build());
        for (int i = 0; i < 10; i++) {
            many.addItem(SubscriptionCreateParams.Item.builder()
                    .setPrice(customers.price())
                    .build());
        }
        Subscription subscription = customers.client().v1().subscriptions().create(many.build());
        awaitState(org, "active");
        stripe.faults().next("POST", "/v1/refunds", Fault.LOSE_ANSWER);
        done(
                        admin().body(Map.of(
                                "mode", "prorated", "reason", "requested_by_customer", "description", "Sorry")),
                        "/subscriptions/" + org + "/refund")
                .statusCode(200);

        String other = organization();
        Subscription bought = customers.subscribe(other);
        awaitState(other, "active");
        customers.refund(charge(bought), 100);
        settled();
        assertThat(subscription.getItems().getData()).hasSize(11);
    }

    private void disputed() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        stripe.dispute(charge(subscription), "fraudulent");
        await().atMost(SOON).untilAsserted(() -> admin().get(API + "/subscriptions/" + org + "/disputes")
                .then()
                .body("items.size()", equalTo(1)));
        admin().body(Map.of("mode", "full", "reason", "requested_by_customer"))
                .post(API + "/subscriptions/" + org + "/refund")
                .then()
                .statusCode(409);
    }

    private void owe() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        stripe.useCard(subscription.getCustomer(), TestCard.FAILS_WHEN_CHARGED);
        stripe.advance(Duration.ofDays(32));
        awaitState(org, "past_due");
        assertThat(reader.list(subscription.getId()).subscriptions()).isNotNull();
    }

    private void lookAround() {
        admin().get(API + "/billing/doctor").then().statusCode(200);
        backfill.run();
        sweep.run();
    }

    /** Of so many meters that there are several pages of them. */
    private void setUp() throws StripeException {
        for (int i = 0; i < 101; i++) {
            customers
                    .client()
                    .v1()
                    .billing()
                    .meters()
                    .create(MeterCreateParams.builder()
                            .setDisplayName("Meter")
                            .setEventName(product + "_" + i)
                            .setDefaultAggregation(MeterCreateParams.DefaultAggregation.builder()
                                    .setFormula(MeterCreateParams.DefaultAggregation.Formula.SUM)
                                    .build())
                            .build());
        }
        String set = "set-" + UUID.randomUUID().toString().substring(0, 8);
        admin().body("""
            {"product": {"id": "%s", "name": "Set", "version": "1.0.0", "active": true},
             "os": {"version": ">=2.1.0"}, "packs": [],
             "plans": [{"id": "small", "price": {"amount": 1000, "currency": "USD"}}],
             "meters": [{"name": "api_calls", "kind": "counter", "per": 1000,
                         "overage": {"amount": 50, "currency": "USD"}},
                        {"name": "storage", "kind": "gauge", "overage": {"amount": 20, "currency": "USD"}}]}
            """.formatted(set)).post(API + "/products").then().statusCode(201);
        admin().body(Map.of("apply", true, "product_id", set))
                .post(API + "/billing/setup")
                .then()
                .statusCode(200)
                .body("items.findAll { it.state == 'created' }.size()", equalTo(9));
        admin().body(Map.of("product_id", product))
                .post(API + "/billing/setup")
                .then()
                .statusCode(200);
    }

    private void everythingThatTheCodeCallsIsAmong(List<AskedRequest> requests) {
        StripeCallsInCode code = new StripeCallsInCode();
        assertThat(code.operations()).isEqualTo(new TreeSet<>(ROUTES.keySet()));
        assertThat(code.raw()).isEqualTo(new TreeSet<>(RAW_ROUTES.keySet()));

        Map<String, Set<String>> seen = new TreeMap<>();
        requests.forEach(request ->
                seen.computeIfAbsent(route(request), none -> new TreeSet<>()).addAll(names(request)));
        Set<String> called = Stream.concat(
                        ROUTES.values().stream(), RAW_ROUTES.values().stream().flatMap(Set::stream))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(seen.keySet()).isEqualTo(called);

        Map<String, Set<String>> notSent = new TreeMap<>();
        code.parameters().forEach((operation, names) -> names.stream()
                .filter(name -> !seen.get(ROUTES.get(operation)).contains(name)
                        && !seen.get(ROUTES.get(operation)).contains(name + "s"))
                .forEach(name -> notSent.computeIfAbsent(operation, none -> new TreeSet<>())
                        .add(name)));
        assertThat(notSent)
                .as("what the code may set, and what went by has not")
                .isEmpty();
    }

    private void whatIsWrongIsRefusedBy(StripeMock mock) throws Exception {
        Map<String, AskedRequest> wrong = new LinkedHashMap<>();
        wrong.put("a name", new AskedRequest("", "POST", "/v1/customers", "emial=a%40b.example"));
        wrong.put("a nested name", new AskedRequest("", "GET", "/v1/customers", "created%5Bsince%5D=1"));
        wrong.put(
                "a nested name of a list",
                new AskedRequest("", "POST", "/v1/subscriptions/sub_1", "items[0][prise]=p"));
        wrong.put("a type", new AskedRequest("", "GET", "/v1/customers", "limit=many"));
        wrong.put("a choice", new AskedRequest("", "POST", "/v1/subscriptions/sub_1", "cancel_at=some_day"));
        wrong.put("a path", new AskedRequest("", "GET", "/v1/subscriptors", ""));
        for (Map.Entry<String, AskedRequest> one : wrong.entrySet()) {
            assertThat(send(mock, one.getValue()).statusCode())
                    .as("%s that Stripe does not know", one.getKey())
                    .isBetween(400, 499);
        }
    }

    private static String route(AskedRequest request) {
        String at = request.method() + " " + request.path();
        return Stream.concat(
                        ROUTES.values().stream(), RAW_ROUTES.values().stream().flatMap(Set::stream))
                .filter(route -> at.matches(route.replace("{}", "[^/]+")))
                .min((one, other) -> Boolean.compare(one.endsWith("{}"), other.endsWith("{}")))
                .orElse(at);
    }

    /** All names on all levels, without the numbers of lists. */
    private static Set<String> names(AskedRequest request) {
        return Stream.of(request.parameters().split("&"))
                .map(pair -> URLDecoder.decode(pair.replaceFirst("=.*", ""), StandardCharsets.UTF_8))
                .flatMap(name -> Arrays.stream(name.replace("]", "").split("\\[")))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    private HttpResponse<String> send(StripeMock mock, AskedRequest request) throws IOException, InterruptedException {
        boolean inBody = request.method().equals("POST");
        String encoded = request.parameters().replace("[", "%5B").replace("]", "%5D");
        HttpRequest.Builder sent = HttpRequest.newBuilder(
                        URI.create(mock.url() + request.path() + (inBody || encoded.isEmpty() ? "" : "?" + encoded)))
                .header("Authorization", "Bearer sk_test_mock");
        if (inBody) {
            sent.header("Content-Type", "application/x-www-form-urlencoded");
        }
        return http.send(
                sent.method(request.method(), inBody ? BodyPublishers.ofString(encoded) : BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private String buyer() {
        String org = organization();
        await().atMost(SOON)
                .until(() -> count("organizations WHERE uid IS NOT NULL AND org_id = '%s'".formatted(org)) == 1);
        return org;
    }

    private Map<String, Object> checkout(String org, String page) {
        Map<String, Object> order = new HashMap<>(plan("small", null));
        order.put("org_id", org);
        order.put("success_url", url(page));
        order.put("cancel_url", url("plans"));
        return order;
    }

    private Map<String, Object> plan(String plan, String date) {
        Map<String, Object> order = new HashMap<>(Map.of("plan", plan, "product_id", product));
        if (date != null) {
            order.put("proration_date", date);
        }
        return order;
    }

    private static String url(String page) {
        return "https://hub.example/" + page;
    }

    private ValidatableResponse post(String org, String what, Map<String, Object> body) {
        return admin().body(body)
                .post(API + "/subscriptions/" + org + "/" + what)
                .then()
                .statusCode(200);
    }

    private String price(String plan) {
        return admin().get(API + "/products/" + product)
                .then()
                .statusCode(200)
                .extract()
                .path("plans.find { it.id == '%s' }.stripe_price_id".formatted(plan));
    }

    private void publish() throws StripeException {
        admin().body("""
            {"product": {"id": "%s", "name": "Mock", "version": "1.0.0", "active": true},
             "os": {"version": ">=2.1.0"}, "packs": [],
             "plans": [{"id": "small", "display_name": "Small", "stripe_price_id": "%s", "trial_days": 14,
                        "price": {"amount": 1000, "currency": "USD"}},
                       {"id": "large", "display_name": "Large", "stripe_price_id": "%s",
                        "price": {"amount": 9900, "currency": "USD"}}]}
            """.formatted(product, customers.price(1000), customers.price(9900)))
                .post(API + "/products")
                .then()
                .statusCode(201);
    }
}
