package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.lab.controlplane.StripeMock;
import io.wheelwright.lab.stripe.AskedRequest;
import io.wheelwright.support.HubTestResource;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The paths of what the product asks of Stripe, and the names and types of parameters that have gone by, are those of
 * Stripe's specification. They are what the code sends to the lab's Stripe on the way through what it does. That no
 * operation is left out, its compiled code shows; of each parameter that it may set, that its last name has gone by in a
 * request of that operation. Which choices and combinations it could send beside those, nobody holds against anything.
 */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
@Tag("long")
class StripeMockConformanceTest extends UsageErrand {

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
            Map.entry("billing.MeterEventAdjustmentService.create", "POST /v1/billing/meter_event_adjustments"),
            Map.entry("billing.MeterEventService.create", "POST /v1/billing/meter_events"),
            Map.entry("billing.MeterService.list", "GET /v1/billing/meters"),
            Map.entry("billing.MeterService.retrieve", "GET /v1/billing/meters/{}"),
            Map.entry("billing.MeterEventSummaryService.list", "GET /v1/billing/meters/{}/event_summaries"),
            Map.entry("billingportal.SessionService.create", "POST /v1/billing_portal/sessions"),
            Map.entry("checkout.SessionService.create", "POST /v1/checkout/sessions"),
            Map.entry("checkout.SessionService.expire", "POST /v1/checkout/sessions/{}/expire"),
            Map.entry("checkout.SessionService.list", "GET /v1/checkout/sessions"),
            Map.entry("checkout.SessionService.retrieve", "GET /v1/checkout/sessions/{}"),
            Map.entry("testhelpers.TestClockService.retrieve", "GET /v1/test_helpers/test_clocks/{}"));

    /** The classes that write a path themselves, and where these lead to that no call of the library does. */
    private static final Set<String> RAW = Set.of("EventList", "MeterErrorReports", "StripeDoctor");

    private static final Set<String> RAW_ROUTES =
            Set.of("GET /v1/events", "GET /v2/core/events/{}", "GET /v1/charges", "GET /v1/payment_intents");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, AskedRequest> asked = new ConcurrentHashMap<>();

    @Test
    void everyRequestIsOneOfStripesSpecification() throws Exception {
        String hub = stripe.apiKey();
        stripe.listen(request -> {
            if (request.key().equals(hub)) {
                asked.putIfAbsent(request.toString(), request);
            }
        });
        runAll();

        List<AskedRequest> requests = List.copyOf(asked.values());
        everythingThatTheCodeCallsIsAmong(requests);
        try (StripeMock mock = StripeMock.start(Path.of("target", "stripe-mock"), text -> {})) {
            Map<String, String> refused = new TreeMap<>();
            for (AskedRequest request : known(requests)) {
                HttpResponse<String> answer = send(mock, request);
                if (answer.statusCode() / 100 != 2) {
                    refused.put(request.toString(), answer.statusCode() + " " + answer.body());
                }
            }
            assertThat(refused).isEmpty();
            whatIsWrongIsRefusedBy(mock);
        }
    }

    /** stripe-mock has the first version of the API only: what the second is asked is not checked. */
    private static List<AskedRequest> known(List<AskedRequest> requests) {
        return requests.stream()
                .filter(request -> !request.path().startsWith("/v2/"))
                .toList();
    }

    private void everythingThatTheCodeCallsIsAmong(List<AskedRequest> requests) {
        StripeCallsInCode code = new StripeCallsInCode();
        assertThat(code.operations()).isEqualTo(new TreeSet<>(ROUTES.keySet()));
        assertThat(code.raw()).isEqualTo(new TreeSet<>(RAW));

        Map<String, Set<String>> seen = new TreeMap<>();
        requests.forEach(request ->
                seen.computeIfAbsent(route(request), none -> new TreeSet<>()).addAll(names(request)));
        assertThat(seen.keySet()).isEqualTo(routes().collect(Collectors.toCollection(TreeSet::new)));

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

    private static Stream<String> routes() {
        return Stream.concat(ROUTES.values().stream(), RAW_ROUTES.stream());
    }

    private static String route(AskedRequest request) {
        String at = request.method() + " " + request.path();
        return routes().filter(route -> at.matches(route.replace("{}", "[^/]+")))
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
}
