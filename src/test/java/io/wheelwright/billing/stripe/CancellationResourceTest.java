package io.wheelwright.billing.stripe;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.access.MemberRole;
import io.wheelwright.account.TestAccounts;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.lab.stripe.Ledger;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.LoggedText;
import io.wheelwright.support.Together;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions that are cancelled and kept through the hub; the ledger of Stripe is the judge. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class CancellationResourceTest extends OnStripe {

    private static final String NOW_AND_REFUND =
            "{\"when\": \"now\", \"refund\": \"full\", \"reason\": \"requested_by_customer\", \"description\": \"Left\"}";

    @Inject
    TestAccounts accounts;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsWithThePeriodInTheWayOfItsModeAndIsKept(boolean classic) throws StripeException {
        String org = organization();
        Subscription subscription = classic ? customers.subscribeInClassicMode(org) : customers.subscribe(org);
        awaitState(org, "active");
        post(admin(), org, "keep", "").statusCode(409).body("detail", containsString("not cancelled ahead"));

        String end = post(admin(), org, "cancel", "{\"when\": \"period_end\"}")
                .statusCode(200)
                .body("subscription.outcome", equalTo("cancel_scheduled"), "refund", nullValue())
                .extract()
                .path("subscription.ends_at");
        JsonNode planned = stripe.object(subscription.getId());
        assertThat(planned.path("cancel_at_period_end").asBoolean()).isEqualTo(classic);
        assertThat(end).isEqualTo(end(subscription).toString());
        await().atMost(SOON).until(() -> date(org, "ends_at") != null);

        post(admin(), org, "keep", "").statusCode(200).body("subscription.outcome", equalTo("kept"));
        assertThat(stripe.object(subscription.getId()).path("cancel_at").isNull())
                .isTrue();
        await().atMost(SOON).until(() -> date(org, "ends_at") == null);
        assertAudited(org, "end_of_subscription");
    }

    @Test
    void endsWithThePeriodThatIsTheLastOfItsItems() throws StripeException {
        String org = organization();
        JsonNode items = stripe.object(customers.subscribeAlsoByTheWeek(org).getId())
                .path("items")
                .path("data");
        awaitState(org, "active");
        Instant month = Instant.ofEpochSecond(items.at("/0/current_period_end").asLong());
        assertThat(Instant.ofEpochSecond(items.at("/1/current_period_end").asLong()))
                .isBefore(month);
        assertThat(date(org, "current_period_end")).isEqualTo(month);

        post(admin(), org, "cancel", "{\"when\": \"period_end\"}")
                .statusCode(200)
                .body("subscription.ends_at", equalTo(month.toString()));
    }

    @Test
    void aFailureThatStripeKeepsUnderTheKeyEndsWithTheNextTry() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        stripe.faults().next("POST", "/v1/subscriptions/", Fault.INTERNAL_ERROR);

        done(admin().body("{\"when\": \"period_end\"}"), "/subscriptions/" + org + "/cancel")
                .statusCode(200)
                .body("subscription.outcome", equalTo("cancel_scheduled"));
        assertThat(end(subscription)).isAfter(Instant.EPOCH);
        assertThat(count("stripe_calls WHERE spent_keys = 1 AND org_id = '" + org + "'"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEndAfterTheNextRenewalIsBroughtForward(boolean classic) throws StripeException {
        String org = organization();
        Subscription subscription = classic ? customers.subscribeInClassicMode(org) : customers.subscribe(org);
        awaitState(org, "active");
        long renewal = stripe.object(subscription.getId())
                .at("/items/data/0/current_period_end")
                .asLong();
        customers.endAt(subscription, Instant.ofEpochSecond(renewal).plus(Duration.ofDays(300)));

        post(admin(), org, "cancel", "{\"when\": \"period_end\"}")
                .statusCode(200)
                .body("subscription.outcome", equalTo("cancel_scheduled"))
                .body(
                        "subscription.ends_at",
                        equalTo(Instant.ofEpochSecond(renewal).toString()));
        assertThat(stripe.object(subscription.getId()).path("cancel_at").asLong())
                .isEqualTo(renewal);
    }

    @Test
    void askedForTwiceAtOnceOnePaysBack() throws Exception {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        String request = "{\"when\": \"now\", \"refund\": \"amount\", \"amount\": 500, \"reason\": \"duplicate\"}";

        assertThat(Together.call(
                        2, () -> post(admin(), org, "cancel", request).extract().statusCode()))
                .containsExactlyInAnyOrder(200, 409);
        assertThat(refunded(subscription)).isEqualTo(1);
    }

    @Test
    void saysWhatWasDoneAndWhatWasNot() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        stripe.faults().always("POST", "/v1/refunds", Fault.MISSING);

        try (LoggedText log = LoggedText.begin()) {
            post(admin(), org, "cancel", NOW_AND_REFUND)
                    .statusCode(409)
                    .body(
                            "detail",
                            allOf(
                                    containsString("Done: the subscription " + subscription.getId() + " is cancelled."),
                                    containsString("Not done: refund, the call"),
                                    containsString("Stripe answered 404")));
            assertThat(log.text()).contains("(refund) has failed: Stripe answered 404");
        }
        assertThat(stripe.object(subscription.getId()).path("status").asText()).isEqualTo("canceled");
        assertThat(refunded(subscription)).isZero();
        stripe.faults().clear();
        post(admin(), org, "refund", "{\"mode\": \"full\", \"reason\": \"requested_by_customer\"}")
                .statusCode(200)
                .body("amount", equalTo(2900));
    }

    @Test
    void endsNowAndPaysBackOnceThoughAnswersAreLost() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        stripe.faults().next("DELETE", "/v1/subscriptions/", Fault.LOSE_ANSWER);
        stripe.faults().next("POST", "/v1/refunds", Fault.LOSE_ANSWER);

        done(admin().body(NOW_AND_REFUND), "/subscriptions/" + org + "/cancel")
                .statusCode(200)
                .body(
                        "subscription.outcome", equalTo("cancelled"),
                        "refund.amount", equalTo(2900),
                        "refund.currency", equalTo("USD"),
                        "refund.refunds[0].status", equalTo("succeeded"));
        assertThat(refunded(subscription)).isEqualTo(1);
        assertThat(stripe.ledger().kept(subscription.getCustomer())).containsEntry("usd", 0L);
        assertThat(stripe.object(subscription.getCustomer()).path("balance").asLong())
                .as("no credit is left")
                .isZero();
        awaitState(org, "cancelled");
        post(admin(), org, "cancel", "{\"when\": \"now\"}")
                .statusCode(409)
                .body("detail", containsString("billing/checkout"));
    }

    @Test
    void whatStripeDoesNotAnswerIsDoneLaterInItsOrder() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        stripe.faults().always("DELETE", "/v1/subscriptions/", Fault.UNAVAILABLE);
        String key = UUID.randomUUID().toString();

        String call = post(admin().header("Idempotency-Key", key), org, "cancel", NOW_AND_REFUND)
                .statusCode(202)
                .body("state", equalTo("waiting"), "kind", equalTo("refund"))
                .extract()
                .path("id");
        assertThat(refunded(subscription)).as("nothing before the end").isZero();
        stripe.faults().clear();
        await().atMost(SOON).until(() -> refunded(subscription) == 1);
        await().atMost(SOON)
                .untilAsserted(() -> post(admin().header("Idempotency-Key", key), org, "cancel", NOW_AND_REFUND)
                        .statusCode(200)
                        .body("refund.amount", equalTo(2900)));
        assertThat(stripe.object(subscription.getId()).path("status").asText()).isEqualTo("canceled");
        assertThat(refunded(subscription)).isEqualTo(1);
        assertThat(call).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"period_end", "now"})
    void whatIsRenewedBeforeStripeAnswersEndsNotUnseen(String when) throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribeWithTrial(org, 14);
        awaitState(org, "trialing");
        stripe.faults().always("POST", "/v1/subscriptions/", Fault.UNAVAILABLE);
        stripe.faults().always("DELETE", "/v1/subscriptions/", Fault.UNAVAILABLE);
        String body = "{\"when\": \"%s\"}".formatted(when);
        String call =
                post(admin(), org, "cancel", body).statusCode(202).extract().path("id");
        nextTry(org, "1 hour");
        stripe.faults().clear();
        customers.endTrial(subscription);
        nextTry(org, "0 hours");
        await().atMost(SOON).untilAsserted(() -> admin().get(API + "/subscriptions/" + org + "/calls/" + call)
                .then()
                .body("state", equalTo("failed"), "error", containsString("It was renewed meanwhile")));
        JsonNode renewed = stripe.object(subscription.getId());
        assertThat(renewed.path("status").asText()).isEqualTo("active");
        assertThat(renewed.path("cancel_at").isNull()).isTrue();
        post(admin(), org, "cancel", body).statusCode(200);
    }

    @Test
    void whatWaitsUndoesNothingThatIsAskedForLater() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        stripe.faults().always("POST", "/v1/subscriptions/", Fault.UNAVAILABLE);
        String waiting = post(admin(), org, "cancel", "{\"when\": \"period_end\"}")
                .statusCode(202)
                .extract()
                .path("id");
        nextTry(org, "1 hour");
        stripe.faults().clear();

        post(admin(), org, "cancel", "{\"when\": \"period_end\"}")
                .statusCode(202)
                .body("id", equalTo(waiting));
        post(admin(), org, "cancel", "{\"when\": \"now\"}").statusCode(409).body("detail", containsString(waiting));
        assertThat(stripe.object(subscription.getId()).path("cancel_at").isNull())
                .as("nothing is done before")
                .isTrue();
        nextTry(org, "0 hours");
        await().atMost(SOON).until(() -> end(subscription).isAfter(Instant.EPOCH));
        await().atMost(SOON)
                .untilAsserted(() ->
                        post(admin(), org, "keep", "").statusCode(200).body("subscription.outcome", equalTo("kept")));
        assertThat(count("stripe_calls WHERE kind = 'end_of_subscription' AND org_id = '" + org + "'"))
                .isEqualTo(2);
    }

    @Test
    void whereSeveralLiveItIsSaidWhichOneEndsAndIsPaidBack() throws StripeException {
        String org = organization();
        Subscription kept = customers.subscribe(org);
        awaitState(org, "active");
        Subscription extra = customers.again(kept);
        settled();
        String refund = "{\"mode\": \"full\", \"reason\": \"duplicate\"%s}";
        var both =
                allOf(containsString(kept.getId()), containsString(extra.getId()), containsString("subscription_id"));
        post(admin(), org, "cancel", "{\"when\": \"now\"}").statusCode(409).body("detail", both);
        post(admin(), org, "refund", refund.formatted("")).statusCode(409).body("detail", both);
        admin().body("{\"reason\": \"Left.\", \"cancel_subscription\": true}")
                .post(API + "/organizations/" + org + "/deactivate")
                .then()
                .statusCode(409)
                .body("detail", both);
        post(admin(), org, "cancel", "{\"when\": \"now\", \"subscription_id\": \"sub_other\"}")
                .statusCode(409)
                .body("detail", containsString("no living subscription sub_other"));

        String which = ", \"subscription_id\": \"%s\"".formatted(extra.getId());
        post(admin(), org, "cancel", "{\"when\": \"now\"" + which + "}")
                .statusCode(200)
                .body("subscription.subscription_id", equalTo(extra.getId()));
        settled();
        post(admin(), org, "refund", refund.formatted(which))
                .statusCode(200)
                .body("amount", equalTo(2900), "refunds.invoice", contains(extra.getLatestInvoice()));
        assertThat(stripe.object(kept.getId()).path("status").asText()).isEqualTo("active");
        post(admin(), org, "cancel", "{\"when\": \"now\"}").statusCode(200);
    }

    @Test
    void anOwnerCancelsAndKeepsButRefundsNothing() throws StripeException {
        String org = organization();
        customers.subscribe(org);
        awaitState(org, "active");
        String token = accounts.member(org, MemberRole.owner).accessToken();

        post(as(token), org, "cancel", NOW_AND_REFUND).statusCode(403).body("type", endsWith("/forbidden"));
        post(as(token), org, "cancel", "{\"when\": \"period_end\"}").statusCode(200);
        post(as(token), org, "keep", "").statusCode(200);
        post(admin(), org, "cancel", "{\"when\": \"period_end\", \"refund\": \"full\", \"reason\": \"duplicate\"}")
                .statusCode(400)
                .body("errors[0].field", equalTo("refund"));
        post(admin(), org, "cancel", "{\"when\": \"soon\", \"reason\": \"anger\", \"amount\": 5}")
                .statusCode(400)
                .body("errors.field", containsInAnyOrder("when", "reason", "amount"));
        post(admin(), org, "cancel", "{\"when\": \"\", \"refund\": \" \"}")
                .statusCode(400)
                .body("errors.field", hasItems("when", "refund", "reason"));
        post(admin(), org, "refund", "{\"mode\": \"\", \"reason\": \" \"}")
                .statusCode(400)
                .body("errors.field", containsInAnyOrder("mode", "reason"));
    }

    private long refunded(Subscription subscription) {
        return stripe.ledger().lines(Ledger.Kind.REFUND).stream()
                .filter(line -> subscription.getCustomer().equals(line.customer()))
                .count();
    }

    private static ValidatableResponse post(RequestSpecification who, String org, String what, String body) {
        return who.body(body).post(API + "/subscriptions/" + org + "/" + what).then();
    }

    private static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }
}
