package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.deletion.BilledEnd;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Together;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Customers who are let go together with what they pay at Stripe. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class StripeDepartureResourceTest extends OnStripe {

    @Inject
    BilledEnd billedEnd;

    @Test
    void endsWhatIsPaidAndPaysTheRestBack() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        stripe.faults().next("POST", "/v1/refunds", Fault.UNAVAILABLE);
        stripe.faults().next("POST", "/v1/refunds", Fault.UNAVAILABLE);
        RequestSpecification request = admin().header(
                        "Idempotency-Key", UUID.randomUUID().toString())
                .body("{\"reason\": \"Left.\", \"cancel_subscription\": true, \"issue_refund\": true,"
                        + " \"refund_reason\": \"requested_by_customer\"}");
        String path = API + "/organizations/" + org + "/deactivate";
        request.post(path).then().statusCode(200).body("stripe.state", equalTo("waiting"));
        await().atMost(SOON)
                .until(() -> "done".equals(request.post(path).then().extract().path("stripe.state")));

        request.post(path)
                .then()
                .statusCode(200)
                .body(
                        "state", equalTo("cancelled"),
                        "access", equalTo("ExportOnly"),
                        "delete_after", notNullValue(),
                        "stripe.state", equalTo("done"),
                        "stripe.subscription.outcome", equalTo("cancelled"),
                        "stripe.refund.amount", equalTo(2900));
        assertThat(stripe.object(subscription.getId()).path("status").asText()).isEqualTo("canceled");
        assertThat(stripe.ledger().kept(subscription.getCustomer())).containsEntry("usd", 0L);
        settled();
        billing(org).body("source", equalTo("manual"), "delete_after", notNullValue());
        assertThat(QuarkusTransaction.requiringNew()
                        .call(() -> SubscriptionRow.<SubscriptionRow>findById(subscription.getId()).hold))
                .as("what has ended on both sides holds nothing")
                .isNull();
    }

    @Test
    void letGoTwiceAtOnceOnePaysBack() throws Exception {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        assertThat(Together.call(2, () -> deactivate(
                                org,
                                "{\"reason\": \"Left.\", \"cancel_subscription\": true, \"issue_refund\": true,"
                                        + " \"refund_amount\": 500, \"refund_reason\": \"requested_by_customer\"}")
                        .extract()
                        .statusCode()))
                .containsExactlyInAnyOrder(200, 409);
        assertThat(stripe.ledger().kept(subscription.getCustomer())).containsEntry("usd", 2400L);
    }

    @Test
    void goesOnUntilThePeriodEndsAndTheDaysCountFromThere() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");

        ValidatableResponse answer = deactivate(
                        org, "{\"reason\": \"Left.\", \"cancel_subscription\": true, \"cancel_at_period_end\": true}")
                .statusCode(200)
                .body(
                        "access", equalTo("Full"),
                        "licenses_revoked", equalTo(0),
                        "stripe.subscription.outcome", equalTo("cancel_scheduled"));
        Instant end = end(subscription);
        assertThat(answer.extract().<String>path("ended_at")).isEqualTo(end.toString());
        assertThat(answer.extract().<String>path("delete_after"))
                .isEqualTo(end.plus(Duration.ofDays(30)).toString());
        admin().body("")
                .post(API + "/subscriptions/" + org + "/keep")
                .then()
                .statusCode(409)
                .body("detail", containsString("day of deletion"));
    }

    @Test
    void whoIsLetGoDoesNotGoOnToPayByMistake() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        deactivate(
                        org,
                        "{\"reason\": \"Left.\", \"cancel_subscription\": true, \"cancel_at_period_end\": true, \"delete_data\": false}")
                .statusCode(200);
        Instant end = end(subscription);

        String plan = "{\"plan\": \"growth\"}";
        isRefused(admin(), "/subscriptions/" + org + "/keep");
        isRefused(admin().body(plan), "/subscriptions/" + org + "/change-plan");
        isRefused(admin().body(plan), "/subscriptions/" + org + "/change-plan/preview");
        isRefused(
                admin().body("{\"org_id\": \"%s\", \"return_url\": \"https://hub.example/\"}".formatted(org)),
                "/billing/portal");
        assertThat(end(subscription)).isEqualTo(end);
    }

    @Test
    void whoIsLetGoDoesNotGoOnToPayByAKeepThatHasWaited() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        String path = API + "/subscriptions/" + org;
        admin().body("{\"when\": \"period_end\"}").post(path + "/cancel").then().statusCode(200);
        Instant end = end(subscription);
        stripe.faults().always("POST", "/v1/subscriptions/", Fault.UNAVAILABLE);
        String call = admin().body("")
                .post(path + "/keep")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        nextTry(org, "1 hour");
        stripe.faults().clear();
        deactivate(org, "{\"reason\": \"Left.\", \"cancel_subscription\": true, \"cancel_at_period_end\": true}")
                .statusCode(409)
                .body("detail", containsString(call));
        deactivate(org, "{\"reason\": \"Left.\", \"take_over_from\": \"stripe\"}")
                .statusCode(200);

        nextTry(org, "0 hours");
        await().atMost(SOON).untilAsserted(() -> admin().get(path + "/calls/" + call)
                .then()
                .body("state", equalTo("failed"), "error", containsString("nothing would follow")));
        assertThat(end(subscription)).isEqualTo(end);
    }

    @Test
    void nothingIsDestroyedWhileTheSubscriptionLives() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        say(
                        org,
                        "{\"state\": \"cancelled\", \"ends_at\": \"2020-01-01T00:00:00Z\","
                                + " \"delete_after\": \"2020-01-02T00:00:00Z\", \"take_over_from\": \"stripe\"}")
                .statusCode(200)
                .body("reason", equalTo("DeletionDue"));
        await().atMost(SOON).until(() -> Stream.ofNullable(resource(org).getStatus())
                .flatMap(status -> status.conditions().stream())
                .anyMatch(condition -> condition.getMessage().contains(subscription.getId() + " lives at Stripe")));
        Organization kept = resource(org);
        assertThat(billedEnd.hasPassed(kept)).isFalse();

        customers.cancel(subscription.getId());
        await().atMost(SOON).until(() -> billedEnd.hasPassed(kept));
    }

    @Test
    void isRefusedWhereThereIsNothingToEnd() {
        String org = organization();
        deactivate(org, "{\"reason\": \"Left.\", \"cancel_subscription\": true}")
                .statusCode(409)
                .body("detail", containsString("leave cancel_subscription out"));
        deactivate(org, "{\"reason\": \"Left.\", \"issue_refund\": true, \"refund_amount\": 0}")
                .statusCode(400)
                .body("errors.field", contains("cancel_subscription", "refund_amount", "refund_reason"));
    }

    private static void isRefused(RequestSpecification request, String path) {
        request.post(API + path).then().statusCode(409).body("detail", containsString("nothing would follow"));
    }

    private Organization resource(String org) {
        return LabPlane.shared().resource(space, Organization.class, org).get();
    }

    private ValidatableResponse deactivate(String org, String body) {
        return admin().body(body)
                .post(API + "/organizations/" + org + "/deactivate")
                .then();
    }
}
