package io.wheelwright.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.lab.stripe.TestCard;
import io.wheelwright.support.HubTestResource;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How an organization buys. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class CheckoutResourceTest extends OnCheckout {

    @Test
    void isPaidOnStripesPage() {
        String org = buyer();
        int lines = stripe.ledger().lines().size();
        JsonPath answer = checkout(order(org))
                .statusCode(200)
                .body("trial_ends_at", nullValue())
                .extract()
                .jsonPath();
        String session = answer.getString("session_id");
        String page = answer.getString("checkout_url");
        JsonNode there = stripe.object(session);
        String customer = there.path("customer").asText();
        assertThat(customersOf(org)).containsExactly(customer);
        assertThat(there.path("client_reference_id").asText()).isEqualTo(org);
        admin().get(API + "/organizations/" + org).then().body("stripe_customer_id", equalTo(customer));
        assertThat(stripe.object(customer).path("email").asText()).isEqualTo("ada@acme.example");

        assertThat(pay(page, TestCard.INSUFFICIENT_FUNDS.number()).body()).contains("insufficient funds");
        assertThat(session(order(org))).as("what is open is used again").isEqualTo(session);
        HttpResponse<String> paid = pay(page, TestCard.VISA.number());
        assertThat(paid.headers().firstValue("Location")).contains(url("/paid?session=" + session));
        awaitState(org, "active");
        billing(org).body("plan", equalTo("growth"), "access", equalTo("Full"));
        JsonNode bought =
                stripe.object(stripe.object(session).path("subscription").asText());
        assertThat(bought.path("metadata").path("wheelwright_org_id").asText()).isEqualTo(org);
        assertThat(bought.path("metadata").has("wheelwright_org_uid")).isTrue();
        assertThat(stripe.ledger().lines()).hasSize(lines + 1);

        checkout(order(org)).statusCode(409).body("detail", containsString("change-plan"));
        calls(org)
                .body(
                        "items.kind", equalTo(List.of("customer", "checkout")),
                        "items.state", equalTo(List.of("done", "done")),
                        "items[1].result.session_id", equalTo(session),
                        "items[1].request_id", startsWith("req_"));
    }

    @Test
    void oneSessionIsOpenAtATime() throws StripeException {
        String org = buyer();
        String first = session(order(org));
        Map<String, Object> other = order(org);
        other.put("cancel_url", url("/elsewhere"));
        String key = "first-" + org;
        String second = checkout(other, key).statusCode(200).extract().path("session_id");
        String customer = stripe.object(first).path("customer").asText();
        assertThat(stripe.object(first).path("status").asText()).isEqualTo("expired");
        assertThat(sessionsOf(customer))
                .filteredOn(one -> one.getStatus().equals("open"))
                .extracting(Session::getId)
                .containsExactly(second);
        assertThat(checkout(other, key).statusCode(200).extract().<String>path("session_id"))
                .as("a repeat is answered by the same call")
                .isEqualTo(second);
        checkout(order(org), key).statusCode(422);

        customers.client().v1().checkout().sessions().expire(second);
        checkout(other, key).statusCode(409).body("detail", containsString("expired"));
        assertThat(session(other)).isNotIn(first, second);
        assertThat(customersOf(org)).hasSize(1);
    }

    @Test
    void aPageThatNobodyPaysLeavesTheBillingStateAsItWas() throws StripeException {
        String org = buyer();
        tries(org, Instant.now().plus(Duration.ofDays(9)).truncatedTo(ChronoUnit.SECONDS));
        String before =
                billing(org).body("state", equalTo("trialing")).extract().asString();
        String open = session(order(org));
        settled();
        assertThat(billing(org).extract().asString()).isEqualTo(before);

        customers.client().v1().checkout().sessions().expire(open);
        settled();
        assertThat(stripe.object(open).path("status").asText()).isEqualTo("expired");
        assertThat(billing(org).extract().asString()).isEqualTo(before);
    }

    @Test
    void whoPaysInAnOldPageBuysNothingTwice() {
        String org = buyer();
        stripe.deliveries().drop(type -> true);
        stripe.checkOut(session(order(org)), TestCard.VISA);
        Map<String, Object> other = order(org);
        other.put("cancel_url", url("/elsewhere"));
        checkout(other).statusCode(409).body("detail", containsString("The organization has a living subscription"));
    }

    @Test
    void theRestOfATrialIsKept() {
        String org = buyer();
        Instant end = Instant.now().plus(Duration.ofDays(9)).truncatedTo(ChronoUnit.SECONDS);
        tries(org, end);
        String session = checkout(order(org))
                .statusCode(200)
                .body("trial_ends_at", equalTo(end.toString()))
                .extract()
                .path("session_id");
        stripe.checkOut(session, TestCard.VISA);
        awaitState(org, "trialing");
        assertThat(date(org, "trial_ends_at")).isEqualTo(end);

        String late = buyer();
        tries(late, Instant.now().plus(Duration.ofHours(48)));
        checkout(order(late)).statusCode(200).body("trial_ends_at", nullValue());
    }

    @Test
    void nobodyPaysWhereNothingWouldFollow() {
        String org = buyer();
        say(org, "{\"state\": \"active\", \"plan\": \"starter\"}").statusCode(200);
        checkout(order(org)).statusCode(409).body("detail", containsString("manual"));
    }

    @Test
    void whoIsLetGoPaysInNoOpenPage() {
        String org = buyer();
        String key = UUID.randomUUID().toString();
        String session = checkout(order(org), key).statusCode(200).extract().path("session_id");
        deactivate(org);

        await().atMost(SOON)
                .until(() -> stripe.object(session).path("status").asText().equals("expired"));
        calls(org).body("items.kind", hasItem("end_of_checkout"));
        checkout(order(org), key).statusCode(409).body("detail", containsString("nothing would follow"));
    }

    @Test
    void whoIsLetGoGetsNoPageThatHasWaited() throws StripeException {
        String org = buyer();
        stripe.faults().always("POST", "/v1/checkout/sessions", Fault.UNAVAILABLE);
        String call = checkout(order(org)).statusCode(202).extract().path("id");
        deactivate(org);
        call(org, call).body("state", equalTo("failed"), "error", containsString("was let go"));

        stripe.faults().clear();
        await().atMost(SOON).untilAsserted(() -> calls(org).body("items.state", not(hasItem("waiting"))));
        assertThat(sessionsOf(customersOf(org).get(0))).isEmpty();
    }

    @Test
    void saysWhatIsWrong() {
        String org = buyer();
        Map<String, Object> order = order(org);
        order.put("success_url", "https://evil.example/");
        order.put("cancel_url", "/plans");
        checkout(order).statusCode(400).body("errors.field", equalTo(List.of("success_url", "cancel_url")));
        order = order(org);
        order.put("plan", "galactic");
        checkout(order).statusCode(409).body("detail", containsString("spec.plans"));
        order.put("product_id", "nothing-" + org);
        checkout(order).statusCode(409).body("detail", containsString("no product"));
        checkout(order("nobody-" + org)).statusCode(404);
        assertThat(customersOf(org)).isEmpty();
    }

    private void deactivate(String org) {
        admin().body("{\"reason\": \"Left.\"}")
                .post(API + "/organizations/" + org + "/deactivate")
                .then()
                .statusCode(200);
    }

    private void tries(String org, Instant end) {
        say(org, "{\"state\": \"trialing\", \"plan\": \"growth\", \"trial_ends_at\": \"%s\"}".formatted(end))
                .statusCode(200);
    }
}
