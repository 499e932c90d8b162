package io.wheelwright.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.stripe.exception.StripeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.support.HubTestResource;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How a call to Stripe ends, whatever happens to it. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class CallResourceTest extends OnCheckout {

    private static final String SESSIONS = "/v1/checkout/sessions";
    private static final String CUSTOMERS = "/v1/customers";

    @Test
    void whileStripeIsAwayItIsTakenAndMadeLater() {
        String org = buyer();
        String key = UUID.randomUUID().toString();
        stripe.faults().always("POST", "/v1/", Fault.UNAVAILABLE);
        String id = checkout(order(org), key)
                .statusCode(202)
                .header("Location", containsString("/subscriptions/" + org + "/calls/"))
                .body("kind", equalTo("checkout"), "state", equalTo("waiting"))
                .extract()
                .path("id");
        calls(org)
                .body(
                        "items[0].kind", equalTo("customer"),
                        "items[0].error", containsString("Stripe answered 503"),
                        "items[1].error", nullValue());
        stripe.faults().clear();
        hasten(org);
        await().atMost(SOON).untilAsserted(() -> call(org, id).body("state", equalTo("done"), "error", nullValue()));
        checkout(order(org), key).statusCode(200).body("checkout_url", notNullValue());
        assertThat(customersOf(org)).hasSize(1);
        audit(id).body("items[0].action", equalTo("request"), "items[0].after.kind", equalTo("checkout"));
        call(buyer(), id).statusCode(404);
    }

    @Test
    void aLostAnswerMakesNothingTwice() throws StripeException {
        String org = buyer();
        stripe.faults().next("POST", CUSTOMERS, Fault.LOSE_ANSWER);
        stripe.faults().next("POST", SESSIONS, Fault.LOSE_ANSWER);
        String id = checkout(order(org)).statusCode(202).extract().path("id");
        hasten(org);
        await().atMost(SOON)
                .until(() -> number("SELECT count(*) FROM stripe_calls WHERE attempts = 1 AND error IS NOT NULL"
                                + " AND id = '" + id + "'")
                        == 1);
        hasten(org);
        await().atMost(SOON).untilAsserted(() -> call(org, id).body("state", equalTo("done")));
        calls(org).body("items.request_id", equalTo(Arrays.asList(null, null)));
        assertThat(customersOf(org)).hasSize(1);
        assertThat(sessionsOf(customersOf(org).get(0))).hasSize(1);
        assertThat(number("SELECT sum(spent_keys) FROM stripe_calls WHERE org_id = '%s'".formatted(org)))
                .as("what was not answered goes on under the same key")
                .isZero();
    }

    @Test
    void aFailureThatStripeKeepsUnderTheKeyEndsWithTheNextTry() throws StripeException {
        String org = buyer();
        stripe.faults().next("POST", CUSTOMERS, Fault.INTERNAL_ERROR);
        stripe.faults().next("POST", SESSIONS, Fault.INTERNAL_ERROR);
        String id = checkout(order(org)).statusCode(202).extract().path("id");
        hasten(org);
        await().atMost(SOON)
                .until(() -> number("SELECT count(*) FROM stripe_calls WHERE attempts = 1 AND spent_keys = 1"
                                + " AND id = '" + id + "'")
                        == 1);
        hasten(org);
        await().atMost(SOON).untilAsserted(() -> call(org, id).body("state", equalTo("done")));
        assertThat(number("SELECT max(attempts) FROM stripe_calls WHERE org_id = '%s'".formatted(org)))
                .isEqualTo(2);
        assertThat(customersOf(org)).hasSize(1);
        assertThat(sessionsOf(customersOf(org).get(0))).hasSize(1);
    }

    @Test
    void whatWasAskedForInTheOtherModeIsNotMade() {
        stripe.faults().always("POST", "/v1/", Fault.UNAVAILABLE);
        String other = buyer();
        String id = checkout(order(other)).statusCode(202).extract().path("id");
        update("UPDATE stripe_calls SET live = true WHERE org_id = '%s'".formatted(other));
        String org = buyer();
        String present = checkout(order(org)).statusCode(202).extract().path("id");
        stripe.faults().clear();
        hasten(other);
        hasten(org);
        await().atMost(SOON).untilAsserted(() -> call(org, present).body("state", equalTo("done")));

        assertThat(customersOf(other)).isEmpty();
        call(other, id).body("state", equalTo("waiting"), "error", containsString("asked for in live mode"));
        calls(other).body("items", empty());
        checkout(order(other)).statusCode(200);
        calls(other).body("items.state", equalTo(List.of("done", "done")));
    }

    @Test
    void whatComesAfterARefusalFailsWithIt() {
        String org = buyer();
        stripe.faults().next("POST", CUSTOMERS, Fault.MISSING);
        checkout(order(org))
                .statusCode(409)
                .body("detail", containsString("Because customer failed: Stripe answered 404"));
        calls(org)
                .body(
                        "items.state", equalTo(List.of("failed", "failed")),
                        "items.failure", equalTo(List.of("refused", "refused")),
                        "items[0].request_id", notNullValue());
        stripe.faults().clear();
        checkout(order(org)).statusCode(200);
    }

    @Test
    void isGivenUpAfterThreeDays() {
        String org = buyer();
        stripe.faults().always("POST", CUSTOMERS, Fault.UNAVAILABLE);
        checkout(order(org)).statusCode(202);
        update("UPDATE stripe_calls SET first_sent_at = first_sent_at - interval '3 days' WHERE org_id = '%s'"
                .formatted(org));
        hasten(org);
        await().atMost(SOON)
                .untilAsserted(() -> calls(org).body("items.failure", equalTo(List.of("given_up", "refused"))));
        calls(org).body("items[0].error", containsString("It is not known"));
    }

    @Test
    void whoAsksForSomethingElseWaitsForNothingOld() throws StripeException {
        String org = buyer();
        session(order(org));
        stripe.faults().always("POST", SESSIONS, Fault.UNAVAILABLE);
        var other = order(org);
        other.put("cancel_url", url("/elsewhere"));
        String superseded = checkout(other).statusCode(202).extract().path("id");
        String wanted = checkout(order(org)).statusCode(202).extract().path("id");
        call(org, superseded).body("state", equalTo("failed"), "error", endsWith("asked for since."));
        stripe.faults().clear();
        hasten(org);
        await().atMost(SOON).untilAsserted(() -> call(org, wanted).body("state", equalTo("done")));
        assertThat(sessionsOf(customersOf(org).get(0)))
                .filteredOn(one -> one.getStatus().equals("open"))
                .hasSize(1);
    }
}
