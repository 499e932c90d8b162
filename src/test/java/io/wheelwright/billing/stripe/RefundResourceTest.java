package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.lab.stripe.Ledger;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.LoggedText;
import io.wheelwright.support.Together;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Refunds through the hub and beside it; the ledger of Stripe is the judge. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class RefundResourceTest extends OnStripe {

    private static final String FIVE = "{\"mode\": \"amount\", \"amount\": 500, \"reason\": \"duplicate\"}";

    @AfterEach
    void refundsSucceed() {
        stripe.nextRefunds("succeeded");
    }

    @Test
    void paysBackOnceAndNoMoreThanWasPaid() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        stripe.faults().next("POST", "/v1/refunds", Fault.LOSE_ANSWER);

        done(
                        admin().body(
                                        "{\"mode\": \"amount\", \"amount\": 500, \"reason\": \"duplicate\", \"description\": \"Twice\"}"),
                        "/subscriptions/" + org + "/refund")
                .statusCode(200)
                .body("amount", equalTo(500), "refunds", hasSize(1), "refunds[0].status", equalTo("succeeded"));
        refund(org, "{\"mode\": \"prorated\", \"reason\": \"requested_by_customer\"}")
                .statusCode(200)
                .body("amount", equalTo(2400));
        refund(org, "{\"mode\": \"prorated\", \"reason\": \"requested_by_customer\"}")
                .statusCode(409);
        refund(org, "{\"mode\": \"full\", \"reason\": \"requested_by_customer\"}")
                .statusCode(409)
                .body("detail", containsString("Of 29.00 USD paid, 29.00 USD were refunded"));
        assertThat(lines(subscription)).extracting(Ledger.Line::amount).containsExactly(500L, 2400L);

        history(org)
                .body("items", hasSize(2), "items.amount.sum()", equalTo(2900))
                .body(
                        "items[0].description", equalTo("Twice"),
                        "items[0].reason", equalTo("duplicate"),
                        "items[0].call_id", notNullValue(),
                        "items[0].invoice_id", equalTo(subscription.getLatestInvoice()));
        assertThat(mails(org)).isEqualTo(2);
        assertAudited(org, "refund");
    }

    @Test
    void askedForSeveralTimesAtOnceItIsPaidBackOnce() throws Exception {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        stripe.faults().always("POST", "/v1/refunds", Fault.UNAVAILABLE);

        List<Integer> answers =
                Together.call(4, () -> refund(org, FIVE).extract().statusCode());
        assertThat(answers).containsExactlyInAnyOrder(202, 409, 409, 409);
        refund(org, FIVE).statusCode(409).body("detail", containsString("is under way, the call"));
        stripe.faults().clear();
        callsAreDue();
        await().atMost(SOON).untilAsserted(() -> calls(org).body("items.state", contains("done")));
        assertThat(lines(subscription)).extracting(Ledger.Line::amount).containsExactly(500L);
        refund(org, FIVE).statusCode(200);
    }

    @Test
    void isNotMadeWhereSomebodyElseHasPaidBackMeanwhile() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        stripe.faults().always("GET", "/v1/charges/", Fault.UNAVAILABLE);
        refund(org, FIVE).statusCode(202);
        customers.refund(charge(subscription), 2000);
        try (LoggedText log = LoggedText.begin()) {
            stripe.faults().clear();
            callsAreDue();
            await().atMost(SOON).untilAsserted(() -> calls(org).body("items.state", contains("failed")));
            calls(org).body("items[0].error", containsString("20.00 USD went back by now, and only 0.00 USD when"));
            assertThat(log.text()).as("nobody waits for the answer").contains("(refund) has failed: Of the payment");
        }
        assertThat(lines(subscription)).extracting(Ledger.Line::amount).containsExactly(2000L);
    }

    @Test
    void spreadsOverThePaymentsOfAllPeriodsTheNewestFirst() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        stripe.advance(Duration.ofDays(32));
        settled();

        refund(org, "{\"mode\": \"amount\", \"amount\": 5801, \"reason\": \"duplicate\"}")
                .statusCode(409)
                .body("detail", containsString("58.00 USD paid"));
        refund(org, "{\"mode\": \"amount\", \"amount\": 3000, \"reason\": \"duplicate\"}")
                .statusCode(200)
                .body("amount", equalTo(3000), "refunds.amount", contains(2900, 100));
        refund(org, "{\"mode\": \"full\", \"reason\": \"duplicate\"}").statusCode(409);
        assertThat(lines(subscription)).hasSize(2);
    }

    @Test
    void isRefusedWhereItIsNotClearOrNothingWasPaid() {
        String org = organization();
        refund(org, "{\"mode\": \"full\", \"reason\": \"duplicate\"}").statusCode(409);
        refund(org, "{\"mode\": \"amount\", \"reason\": \"duplicate\"}")
                .statusCode(400)
                .body("errors.field", contains("amount"));
        refund(org, "{\"mode\": \"full\", \"amount\": 1}")
                .statusCode(400)
                .body("errors.field", contains("amount", "reason"));
        refund(org, "{\"reason\": \"duplicate\"}").statusCode(400).body("errors.field", contains("mode"));
        refund("nobody", "{\"mode\": \"full\", \"reason\": \"duplicate\"}").statusCode(404);
    }

    @Test
    void oneMadeInTheDashboardAppearsToo() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        String refund = customers.refund(charge(subscription), 700);

        await().atMost(SOON).untilAsserted(() -> history(org)
                .body(
                        "items", hasSize(1),
                        "items[0].refund_id", equalTo(refund),
                        "items[0].amount", equalTo(700),
                        "items[0].call_id", nullValue(),
                        "items[0].invoice_id", equalTo(subscription.getLatestInvoice())));
        refund(org, "{\"mode\": \"full\", \"reason\": \"duplicate\"}")
                .statusCode(200)
                .body("amount", equalTo(2200));
        settled();
        history(org).body("items.amount.sum()", equalTo(2900));
    }

    @Test
    void belongsToWhoseSubscriptionWasPaidWhereSeveralPayAsOneCustomer() throws StripeException {
        String org = organization();
        String other = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        customers.again(subscription, other);
        awaitState(other, "active");

        refund(org, "{\"mode\": \"amount\", \"amount\": 500, \"reason\": \"duplicate\"}")
                .statusCode(200);
        customers.refund(charge(subscription), 700);
        await().atMost(SOON).untilAsserted(() -> history(org).body("items.amount", contains(500, 700)));
        settled();
        history(org).body("items.amount", contains(500, 700));
        history(other).body("items", hasSize(0));
        assertThat(mails(other)).isZero();
        for (String sharing : List.of(org, other)) {
            admin().body("{\"org_id\": \"%s\", \"return_url\": \"https://hub.example/\"}".formatted(sharing))
                    .post(API + "/billing/portal")
                    .then()
                    .statusCode(409)
                    .body("detail", containsString("Another organization"));
        }

        update("UPDATE refunds SET live = true WHERE org_id = '%s'".formatted(org));
        history(org).body("items", hasSize(0));
    }

    @Test
    void waitsForItsSubscriptionToBeKnown() throws StripeException {
        firstRoundIsOver();
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        update("DELETE FROM stripe_subscriptions WHERE subscription_id = '%s'".formatted(subscription.getId()));
        String refund = customers.refund(charge(subscription), 700);
        String waiting =
                "stripe_events WHERE state = 'pending' AND note LIKE '%%%s is not read yet.' AND refund_id = '%s'"
                        .formatted(subscription.getId(), refund);
        await().atMost(SOON).until(() -> count(waiting) > 0);
        history(org).body("items", hasSize(0));

        customers.cancel(subscription.getId());
        await().atMost(SOON).until(() -> row(subscription) != null);
        update("UPDATE stripe_events SET next_at = received_at WHERE refund_id = '%s'".formatted(refund));
        await().atMost(SOON).untilAsserted(() -> history(org).body("items.refund_id", contains(refund)));
    }

    @Test
    void oneThatHasSucceededMayFailAndIsOwedAgain() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        stripe.nextRefunds("pending");
        String refund = refund(org, "{\"mode\": \"full\", \"reason\": \"requested_by_customer\"}")
                .statusCode(200)
                .extract()
                .path("refunds[0].refund_id");
        for (String status : List.of("succeeded", "failed")) {
            stripe.settleRefund(refund, status);
            await().atMost(SOON).untilAsserted(() -> history(org).body("items[0].status", equalTo(status)));
        }
        history(org)
                .body("items[0].statuses.status", contains("pending", "succeeded", "failed"))
                .body("items[0].failure_reason", equalTo("lost_or_stolen_card"));
        assertThat(mails(org)).as("made, and failed").isEqualTo(2);
        stripe.nextRefunds("succeeded");
        refund(org, "{\"mode\": \"full\", \"reason\": \"requested_by_customer\"}")
                .statusCode(200)
                .body("amount", equalTo(2900));
        assertThat(stripe.ledger().kept(subscription.getCustomer())).containsEntry("usd", 0L);
        history(org).body("items.findAll { it.status == 'succeeded' }.amount.sum()", equalTo(2900));
    }

    private ValidatableResponse calls(String org) {
        return admin().get(API + "/subscriptions/" + org + "/calls").then().statusCode(200);
    }

    private static void callsAreDue() {
        update("UPDATE stripe_calls SET next_at = '%s' WHERE state = 'waiting'".formatted(Instant.now()));
    }

    private ValidatableResponse history(String org) {
        return admin().get(API + "/subscriptions/" + org + "/refunds").then().statusCode(200);
    }

    private List<Ledger.Line> lines(Subscription subscription) {
        return stripe.ledger().lines(Ledger.Kind.REFUND).stream()
                .filter(line -> subscription.getCustomer().equals(line.customer()))
                .toList();
    }

    private static long mails(String org) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number) Panache.getEntityManager()
                        .createNativeQuery("""
                                SELECT count(*) FROM mails WHERE kind = 'refunded'
                                AND org_uid = (SELECT uid FROM organizations WHERE org_id = :org AND gone_at IS NULL)
                                """)
                        .setParameter("org", org)
                        .getSingleResult())
                .longValue());
    }
}
