package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.wheelwright.support.HubTestResource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
                .body("access", equalTo("Full"), "reason", equalTo("Manual"), "facts", nullValue(), "events", empty());
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
