package io.wheelwright.billing.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.Stripe;
import com.stripe.exception.StripeException;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.PriceListParams;
import com.stripe.param.PriceUpdateParams;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.wheelwright.billing.stripe.EndpointFacts;
import io.wheelwright.billing.stripe.OnStripe;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.lab.stripe.StripePrices;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.LoggedText;
import io.wheelwright.support.Rows;
import io.wheelwright.support.Together;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the products need at Stripe is made once, and nothing that is there is touched. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class StripeSetupResourceTest extends OnStripe {

    /** Where customers, and Stripe, reach the hub of the tests. */
    private static final String ENDPOINT = "https://hub.example/hub/api/v1/billing/webhook";

    @Inject
    AgroalDataSource database;

    private String sold;

    @BeforeEach
    void aProductThatStripeDoesNotKnow() throws StripeException {
        customers.deafen();
        customers.unlisten(ENDPOINT);
        sold = publish(2900, "USD");
    }

    @AfterEach
    void theEndpointIsAsBefore() throws StripeException {
        stripe.faults().clear();
        customers.unlisten(ENDPOINT);
        customers.listenAgain();
    }

    @Test
    void tellsWhatIsMissingAndMakesItOnce() throws Exception {
        long before = madeOrChanged();
        setUp(false)
                .body("applied", equalTo(false), "complete", equalTo(false), "patches", empty())
                .body(
                        "items.kind",
                        equalTo(List.of("product", "price", "product", "meter", "price", "webhook_endpoint")))
                .body("items.state.unique()", equalTo(List.of("missing")));
        assertThat(madeOrChanged()).as("a look makes nothing").isEqualTo(before);

        ValidatableResponse made;
        String secret;
        try (LoggedText log = LoggedText.begin()) {
            made = setUp(true)
                    .header("Cache-Control", containsString("no-store"))
                    .body("complete", equalTo(true), "items.state.unique()", equalTo(List.of("created")))
                    .body("signing_secret", startsWith("whsec_"))
                    .body("patches[0].product_id", equalTo(sold))
                    .body(
                            "patches[0].operations.op",
                            equalTo(List.of("test", "add", "test", "add", "test", "replace")));
            secret = made.extract().path("signing_secret");
            assertThat(log.text()).doesNotContain(secret);
        }
        assertThat(Rows.holding(database, secret)).isEmpty();
        audit("test")
                .body(
                        "items.findAll { it.action == 'set-up' }.after.makes.flatten()",
                        hasItem("price of plan growth of " + sold))
                .body(
                        "items.findAll { it.action == 'set-up' }.after.made.flatten()",
                        hasItem("price of plan growth of %s: %s"
                                .formatted(sold, made.extract().<String>path("patches[0].prices['plans/growth']"))));

        JsonNode price = stripe.object(made.extract().path("patches[0].prices['plans/growth']"));
        assertThat(price.path("unit_amount").asLong()).isEqualTo(2900);
        assertThat(price.path("recurring").path("interval").asText()).isEqualTo("month");
        JsonNode overage = stripe.object(made.extract().path("patches[0].prices['meters/api_calls']"));
        assertThat(overage.path("unit_amount_decimal").asText()).isEqualTo("0.05");
        JsonNode meter = stripe.object(overage.path("recurring").path("meter").asText());
        assertThat(meter.path("event_name").asText()).isEqualTo(sold + "-api_calls");
        JsonNode listening = stripe.object(id(made, "webhook_endpoint"));
        assertThat(listening.path("api_version").asText()).isEqualTo(Stripe.API_VERSION);
        Set<String> types = new HashSet<>();
        listening.path("enabled_events").forEach(type -> types.add(type.asText()));
        assertThat(types).containsExactlyInAnyOrderElementsOf(EndpointFacts.HANDLED);

        long now = madeOrChanged();
        int noted = setUps();
        setUp(true)
                .body("complete", equalTo(true), "items.state.unique()", equalTo(List.of("exists")))
                .body("signing_secret", nullValue())
                .body(
                        "patches[0].prices['plans/growth']",
                        equalTo(price.path("id").asText()));
        assertThat(madeOrChanged()).isEqualTo(now);
        assertThat(setUps()).as("nothing was missing").isEqualTo(noted);
    }

    @Test
    void whatALostAnswerHasMadeIsFound() throws StripeException {
        for (String path : List.of("/v1/products", "/v1/billing/meters", "/v1/prices", "/v1/webhook_endpoints")) {
            stripe.faults().next("POST", path, Fault.LOSE_ANSWER);
        }
        setUp(true).body("complete", equalTo(true));
        assertMadeOnce();
    }

    @Test
    void aFailureThatStripeKeepsIsPassedOver() throws StripeException {
        stripe.faults().next("POST", "/v1/prices", Fault.INTERNAL_ERROR);
        stripe.faults().next("POST", "/v1/webhook_endpoints", Fault.INTERNAL_ERROR);
        setUp(true).body("complete", equalTo(true));
        assertMadeOnce();
    }

    @Test
    void twoAtOnceMakeOneOfEach() throws Exception {
        Together.call(3, () -> setUp(true).body("complete", equalTo(true)));
        assertMadeOnce();
    }

    @Test
    void whatIsDeletedWithinTheDayIsMadeAgain() throws StripeException {
        String id = id(setUp(true), "webhook_endpoint");
        customers.client().v1().webhookEndpoints().delete(id);
        assertThat(id(setUp(true).body("signing_secret", startsWith("whsec_")), "webhook_endpoint"))
                .isNotEqualTo(id);
    }

    @Test
    void aKeyThatLacksARightIsSaidAndTheRestIsMadeLater() {
        stripe.faults().always("POST", "/v1/prices", Fault.FORBIDDEN);
        setUp(true)
                .body("complete", equalTo(false))
                .body("items.state", equalTo(List.of("created", "failed", "missing", "missing", "missing", "missing")))
                .body("items[1].message", containsString("restricted key lacks a right"));
        stripe.faults().clear();
        stripe.faults().always("GET", "/v1/billing/meters", Fault.FORBIDDEN);
        admin().body(Map.of("product_id", sold))
                .post(API + "/billing/setup")
                .then()
                .statusCode(409)
                .body("detail", containsString("restricted key lacks a right"));
        stripe.faults().clear();
        setUp(true)
                .body("items.state", equalTo(List.of("exists", "created", "created", "created", "created", "created")));
    }

    @Test
    void whatIsOtherwiseAtStripeIsLeftAndSaid() throws StripeException {
        ValidatableResponse made = setUp(true);
        String price = made.extract().path("patches[0].prices['plans/growth']");
        customers
                .client()
                .v1()
                .prices()
                .update(price, PriceUpdateParams.builder().setActive(false).build());
        setUp(true)
                .body("complete", equalTo(false), "items[1].state", equalTo("by_hand"))
                .body("items[1].message", containsString("is archived"), "items[1].stripe_id", equalTo(price))
                .body("patches[0].prices", not(hasKey("plans/growth")));

        // Somebody gives the lookup key to another price.
        String other = customers
                .client()
                .v1()
                .prices()
                .create(PriceCreateParams.builder()
                        .setCurrency("usd")
                        .setUnitAmount(3900L)
                        .setLookupKey("wheelwright_plan_%s_growth_2900_usd".formatted(sold))
                        .setTransferLookupKey(true)
                        .setProductData(PriceCreateParams.ProductData.builder()
                                .setName("Mine")
                                .build())
                        .build())
                .getId();
        setUp(true)
                .body("items[1].message", containsString("costs something else"))
                .body("items[1].stripe_id", equalTo(other));
        assertThat(stripe.object(other).path("unit_amount").asLong()).isEqualTo(3900);
    }

    @Test
    void whatTheProductNamesIsKept() throws StripeException {
        String price = StripePrices.monthly(customers.client(), 2900);
        JsonNode before = stripe.object(price);
        sold = publish(2900, "USD", "\"stripe_price_id\": \"%s\",".formatted(price));
        setUp(true)
                .body("items[0].stripe_id", equalTo(price), "items[0].state", equalTo("exists"), "items", hasSize(5))
                .body("patches[0].prices.keySet()", hasSize(1));
        assertThat(stripe.object(price)).isEqualTo(before);

        sold = publish(2900, "USD", "\"stripe_price_id\": \"price_of_test_mode\",");
        setUp(true).body("items[1].state", equalTo("created"), "patches[0].prices", hasKey("plans/growth"));
    }

    @Test
    void whatStripeCannotChargeIsSaid() {
        sold = publish(2905, "KWD");
        setUp(true)
                .body("items[0].state", equalTo("by_hand"), "items[0].message", containsString("multiples of 10"))
                .body("complete", equalTo(false));
    }

    @Test
    void saysWhatIsWrong() {
        admin().body(Map.of("product_id", "nowhere"))
                .post(API + "/billing/setup")
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(List.of("product_id")));
        admin().body(Map.of("apply", true))
                .post(API + "/billing/setup")
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(List.of("product_id")));
        admin().body("{\"aply\": true}").post(API + "/billing/setup").then().statusCode(400);
        stripe.faults().always("GET", "/v1/webhook_endpoints", Fault.UNAVAILABLE);
        admin().body(Map.of("product_id", sold))
                .post(API + "/billing/setup")
                .then()
                .statusCode(503);
    }

    private void assertMadeOnce() throws StripeException {
        assertThat(stripe.events().stream()
                        .filter(event -> event.path("type").asText().equals("price.created"))
                        .filter(event -> event.path("data")
                                .path("object")
                                .path("product")
                                .asText()
                                .contains("_" + sold + "_")))
                .hasSize(2);
        assertThat(customers
                        .client()
                        .v1()
                        .prices()
                        .list(PriceListParams.builder()
                                .setProduct("wheelwright_plan_" + sold + "_growth")
                                .build())
                        .getData())
                .hasSize(1);
        assertThat(customers.endpoints(ENDPOINT)).hasSize(1);
        setUp(false).body("complete", equalTo(true), "items", hasSize(6));
    }

    /** How often something that is sold has come or changed. */
    private long madeOrChanged() {
        return stripe.events().stream()
                .filter(event -> event.path("type").asText().matches("(product|price).*"))
                .count();
    }

    private int setUps() {
        return audit("test").extract().path("items.findAll { it.action == 'set-up' }.size()");
    }

    private static String id(ValidatableResponse view, String kind) {
        return view.extract().path("items.find { it.kind == '%s' }.stripe_id".formatted(kind));
    }

    private ValidatableResponse setUp(boolean apply) {
        return admin().body(Map.of("apply", apply, "product_id", sold))
                .post(API + "/billing/setup")
                .then()
                .statusCode(200);
    }

    private String publish(long amount, String currency) {
        return publish(amount, currency, "");
    }

    private String publish(long amount, String currency, String more) {
        String id = "setup-" + UUID.randomUUID().toString().substring(0, 8);
        admin().body("""
            {"product": {"id": "%s", "name": "Setup", "version": "1.0.0", "active": true},
             "os": {"version": ">=2.1.0"}, "packs": [],
             "plans": [{"id": "growth", "display_name": "Growth", %s "price": {"amount": %d, "currency": "%s"}},
                       {"id": "custom", "display_name": "Custom"}],
             "meters": [{"name": "api_calls", "kind": "counter", "per": 1000,
                         "overage": {"amount": 50, "currency": "USD"}}]}
            """.formatted(id, more, amount, currency))
                .post(API + "/products")
                .then()
                .statusCode(201);
        return id;
    }
}
