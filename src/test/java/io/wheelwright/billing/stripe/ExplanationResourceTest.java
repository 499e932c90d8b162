package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.wheelwright.lab.stripe.TestCard;
import io.wheelwright.support.HubTestResource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Why a customer may do what it may, now and on a date ahead. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class ExplanationResourceTest extends OnStripe {

    @Test
    void factsRuleDeadlinesAndWhatLedThere() throws StripeException {
        String org = organization();
        explain(org, null)
                .statusCode(200)
                .body(
                        "access", equalTo("Full"),
                        "reason", equalTo("Manual"),
                        "facts", nullValue(),
                        "calls", empty(),
                        "refunds", empty(),
                        "events", empty());
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        Instant end = Instant.now().plus(Duration.ofDays(9)).truncatedTo(ChronoUnit.SECONDS);
        explain(org, null)
                .statusCode(200)
                .body(
                        "access", equalTo("Full"),
                        "reason", equalTo("Active"),
                        "facts.source", equalTo("stripe"),
                        "facts.state", equalTo("active"),
                        "deadlines", empty(),
                        "subscriptions[0].subscription_id", equalTo(subscription.getId()),
                        "subscriptions[0].status", equalTo("active"),
                        "events.type", hasItem("customer.subscription.created"));

        say(
                        org,
                        "{\"state\": \"past_due\", \"source\": \"stripe\", \"plan\": \"growth\", \"grace_ends_at\": \"%s\"}"
                                .formatted(end))
                .statusCode(200);
        explain(org, null)
                .body(
                        "access", equalTo("ReadOnly"),
                        "reason", equalTo("PaymentPastDue"),
                        "deadlines.at", equalTo(List.of(end.toString())),
                        "deadlines.access", equalTo(List.of("None")),
                        "deadlines.reason", equalTo(List.of("GraceExpired")));
        explain(org, end.toString())
                .body("at", equalTo(end.toString()), "access", equalTo("None"), "deadlines", empty());
    }

    @Test
    void whatWasAskedOfStripeAndWhatWentBackIsShownAndNoSecret() {
        String org = organization();
        await().atMost(SOON).until(() -> count("organizations WHERE uid IS NOT NULL AND org_id = '" + org + "'") == 1);
        ValidatableResponse page = done(
                        admin().body(Map.of(
                                "org_id", org,
                                "product_id", customers.product(),
                                "plan", "growth",
                                "success_url", "https://hub.example/paid",
                                "cancel_url", "https://hub.example/plans")),
                        "/billing/checkout")
                .statusCode(200);
        stripe.checkOut(page.extract().path("session_id"), TestCard.VISA);
        awaitState(org, "active");
        for (int i = 1; i <= 9; i++) {
            refund(org, "{\"mode\": \"amount\", \"amount\": 100, \"reason\": \"duplicate\"}")
                    .statusCode(200);
        }
        admin().body(Map.of(
                        "when",
                        "now",
                        "refund",
                        "amount",
                        "amount",
                        250,
                        "reason",
                        "duplicate",
                        "description",
                        "private"))
                .post(API + "/subscriptions/" + org + "/cancel")
                .then()
                .statusCode(200);
        awaitState(org, "cancelled");
        settled();

        ValidatableResponse told = explain(org, null)
                .statusCode(200)
                .body(
                        "access", equalTo("ExportOnly"),
                        "calls.size()", equalTo(10),
                        "calls.state", everyItem(equalTo("done")),
                        "calls.kind.toSet()", containsInAnyOrder("end_of_subscription", "refund"),
                        "calls[0].request_id", notNullValue(),
                        "refunds.size()", equalTo(10),
                        "refunds[0].amount", equalTo(250),
                        "refunds[9].amount", equalTo(100),
                        "refunds.currency", everyItem(equalTo("USD")),
                        "refunds.status", everyItem(equalTo("succeeded")));
        List<String> calls = told.extract().path("calls.findAll { it.kind == 'refund' }.call_id");
        assertThat(told.extract().<List<String>>path("refunds.call_id"))
                .as("the newest first")
                .startsWith(calls.toArray(String[]::new));
        assertThat(told.extract().asString())
                .doesNotContain(page.extract().<String>path("checkout_url"), "hub.example", "private");
    }

    @Test
    void onlyDatesAheadAreExplained() {
        String org = organization();
        assertThat(explain(org, "tomorrow").statusCode(400).extract().<String>path("errors[0].field"))
                .isEqualTo("at");
        explain(org, "2020-01-01T00:00:00Z").statusCode(400);
        explain("nobody", null).statusCode(404);
    }

    private ValidatableResponse explain(String org, String at) {
        return (at == null ? admin() : admin().queryParam("at", at))
                .get(API + "/organizations/" + org + "/billing/explain")
                .then();
    }
}
