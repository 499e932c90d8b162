package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
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
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.lab.stripe.Ledger;
import io.wheelwright.lab.stripe.TestCard;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Together;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of plan through the hub; the ledger of Stripe is the judge. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PlanChangeResourceTest extends OnStripe {

    private static String small;
    private static String large;

    @Inject
    TestSpokes spokes;

    @BeforeEach
    void twoPlans() throws StripeException {
        if (small == null) {
            small = customers.price(1000);
            large = customers.price(9900);
            admin().body("""
                            {"product": {"id": "plans-%s", "name": "Plans", "version": "1.0.0", "active": true},
                             "os": {"version": ">=2.1.0"}, "packs": [],
                             "plans": [{"id": "small", "display_name": "Small", "stripe_price_id": "%s",
                                        "limits": {"maxDevices": 10, "maxSpokes": 1},
                                        "price": {"amount": 1000, "currency": "USD"}},
                                       {"id": "large", "display_name": "Large", "stripe_price_id": "%s",
                                        "limits": {"maxDevices": "unlimited", "maxSpokes": 5},
                                        "price": {"amount": 9900, "currency": "USD"}},
                                       {"id": "custom", "display_name": "Custom"}]}
                            """.formatted(UUID.randomUUID().toString().substring(0, 8), small, large))
                    .post(API + "/products")
                    .then()
                    .statusCode(201);
        }
    }

    @Test
    void costsWhatThePreviewTellsAndIsMadeOnceThoughAnAnswerIsLost() throws StripeException {
        String org = organization();
        Subscription subscription = bought(org, small, "small");
        post(org, "cancel", "{\"when\": \"period_end\"}").statusCode(200);
        var preview = post(org, "change-plan/preview", "{\"plan\": \"large\"}")
                .statusCode(200)
                .body("from_plan", equalTo("small"), "currency", equalTo("USD"), "ends_at", notNullValue())
                .body("lines", hasSize(2))
                .extract();
        int due = preview.path("amount_due");
        assertThat(due).isPositive();
        stripe.faults().next("POST", "/v1/subscriptions/", Fault.LOSE_ANSWER);

        done(
                        admin().body("{\"plan\": \"large\", \"proration_date\": \"%s\"}"
                                .formatted(preview.<String>path("proration_date"))),
                        "/subscriptions/" + org + "/change-plan")
                .statusCode(200)
                .body("outcome", equalTo("applied"), "pay_url", nullValue())
                .body("ends_at", equalTo(preview.path("ends_at")));
        assertThat(stripe.object(subscription.getId()).path("items").path("data"))
                .hasSize(1);
        assertThat(charges(subscription)).containsExactly(1000L, (long) due);
        await().atMost(SOON).untilAsserted(() -> billing(org).body("plan", equalTo("large")));
        assertThat(date(org, "ends_at")).isNotNull();
        post(org, "change-plan", "{\"plan\": \"large\"}").statusCode(409).body("detail", containsString("already"));
        assertAudited(org, "plan_change");
    }

    @Test
    void anUpgradeThatIsNotPaidKeepsTheOldPlan() throws StripeException {
        String org = organization();
        Subscription subscription = bought(org, small, "small");
        stripe.useCard(subscription.getCustomer(), TestCard.FAILS_WHEN_CHARGED);

        String invoice = post(org, "change-plan", "{\"plan\": \"large\"}")
                .statusCode(200)
                .body("outcome", equalTo("payment_pending"), "pending_until", notNullValue())
                .body("pay_url", containsString("/pay/"))
                .extract()
                .path("invoice_id");
        settled();
        billing(org).body("plan", equalTo("small"), "state", equalTo("active"));
        post(org, "change-plan", "{\"plan\": \"large\"}").statusCode(409).body("detail", containsString("waits for"));

        stripe.useCard(subscription.getCustomer(), TestCard.VISA);
        customers.pay(invoice);
        await().atMost(SOON).untilAsserted(() -> billing(org).body("plan", equalTo("large")));
        assertThat(stripe.ledger().chargedTwice()).isEmpty();
    }

    @Test
    void whoIsLetGoMeanwhilePaysForNoOtherPlan() throws StripeException {
        String org = organization();
        Subscription subscription = bought(org, small, "small");
        stripe.faults().always("POST", "/v1/subscriptions/", Fault.UNAVAILABLE);
        String call = post(org, "change-plan", "{\"plan\": \"large\"}")
                .statusCode(202)
                .extract()
                .path("id");
        nextTry(org, "1 hour");
        stripe.faults().clear();
        admin().body("{\"reason\": \"Left.\", \"take_over_from\": \"stripe\"}")
                .post(API + "/organizations/" + org + "/deactivate")
                .then()
                .statusCode(200);

        nextTry(org, "0 hours");
        await().atMost(SOON).untilAsserted(() -> admin().get(API + "/subscriptions/" + org + "/calls/" + call)
                .then()
                .body("state", equalTo("failed"), "error", containsString("nothing would follow")));
        assertThat(charges(subscription)).containsExactly(1000L);
    }

    @Test
    void askedForInSeveralTabsAtOnceItIsPaidOnce() throws Exception {
        String org = organization();
        Subscription subscription = bought(org, small, "small");

        List<Integer> answers = Together.call(4, () -> post(org, "change-plan", "{\"plan\": \"large\"}")
                .extract()
                .statusCode());
        assertThat(answers).contains(200).isSubsetOf(200, 409);
        assertThat(stripe.object(subscription.getId()).path("items").path("data"))
                .hasSize(1);
        assertThat(charges(subscription)).hasSize(2);
    }

    @Test
    void whatTheNextInvoiceWouldCreditIsNotPaidBackEither() throws StripeException {
        String org = organization();
        Subscription subscription = bought(org, large, "large");
        customers.change(subscription.getId(), small);

        int refunded = post(
                        org,
                        "cancel",
                        "{\"when\": \"now\", \"refund\": \"full\", \"reason\": \"requested_by_customer\"}")
                .statusCode(200)
                .extract()
                .path("refund.amount");
        long credit = -stripe.object(subscription.getCustomer()).path("balance").asLong();
        assertThat(credit).isPositive();
        assertThat(refunded + credit).isEqualTo(9900);
    }

    @Test
    void whatTheNextInvoiceWouldChargeIsInvoicedBeforeSomethingGoesBack() throws StripeException {
        String org = organization();
        Subscription subscription = bought(org, small, "small");
        customers.change(subscription.getId(), large);

        post(org, "cancel", "{\"when\": \"now\", \"refund\": \"full\", \"reason\": \"requested_by_customer\"}")
                .statusCode(409)
                .body("detail", containsString("A change of plan is not invoiced yet, "));
        assertThat(stripe.object(subscription.getId()).path("status").asText()).isEqualTo("active");
    }

    @Test
    void theCreditOfACheaperPlanIsNotPaidBackToo() throws StripeException {
        String org = organization();
        Subscription subscription = bought(org, large, "large");
        post(org, "change-plan", "{\"plan\": \"small\"}").statusCode(200);
        long credit = -stripe.object(subscription.getCustomer()).path("balance").asLong();
        assertThat(credit).isPositive();

        post(org, "cancel", "{\"when\": \"now\", \"refund\": \"full\", \"reason\": \"requested_by_customer\"}")
                .statusCode(200)
                .body("refund.amount", equalTo((int) (9900 - credit)));
        assertThat(stripe.ledger().kept(subscription.getCustomer())).containsEntry("usd", credit);
        assertThat(stripe.object(subscription.getCustomer()).path("balance").asLong())
                .isEqualTo(-credit);
    }

    @Test
    void withTheDaysThatRemainTheirPriceByThePresentPlanGoesBack() throws StripeException {
        String org = organization();
        Subscription subscription = bought(org, large, "large");
        post(org, "change-plan", "{\"plan\": \"small\"}").statusCode(200);
        long credit = -stripe.object(subscription.getCustomer()).path("balance").asLong();
        assertThat(prorated(org)).isEqualTo(9900 - credit);
        assertThat(stripe.ledger().kept(subscription.getCustomer())).containsEntry("usd", credit);
    }

    @Test
    void aLargerPlanThatWasPaidFromTheCreditGoesBackToo() throws StripeException {
        String org = organization();
        Subscription subscription = bought(org, large, "large");
        post(org, "change-plan", "{\"plan\": \"small\"}").statusCode(200);
        post(org, "change-plan", "{\"plan\": \"large\"}").statusCode(200);
        assertThat(charges(subscription).get(0)).isEqualTo(9900L);

        prorated(org);
        assertThat(stripe.ledger().kept(subscription.getCustomer()).getOrDefault("usd", 0L))
                .as("all but what Stripe has rounded")
                .isEqualTo(-stripe.object(subscription.getCustomer())
                        .path("balance")
                        .asLong())
                .isLessThan(10);
    }

    @Test
    void ofChangesThatWaitForTheNextInvoiceWhatTheyCreditInSumIsNotPaidBack() throws StripeException {
        String org = organization();
        Subscription subscription = bought(org, small, "small");
        post(org, "change-plan", "{\"plan\": \"large\"}").statusCode(200);
        customers.change(subscription.getId(), small);
        customers.change(subscription.getId(), large);
        customers.change(subscription.getId(), small);

        long refunded = prorated(org);
        assertThat(refunded).isBetween(900L, 1100L);
        long credit = -stripe.object(subscription.getCustomer()).path("balance").asLong();
        assertThat(stripe.ledger().kept(subscription.getCustomer())).containsEntry("usd", credit);
    }

    @Test
    void aPlanThatIsTooSmallIsRefused() throws StripeException {
        String org = organization();
        bought(org, large, "large");
        Organization resource =
                LabPlane.shared().resource(space, Organization.class, org).get();
        TestSpokes.TestSpoke spoke = spokes.make(resource, false);
        spokes.make(resource, false);
        QuarkusTransaction.requiringNew().run(() -> Panache.getEntityManager()
                .createNativeQuery("""
                        INSERT INTO usage_totals (spoke_uid, span, begins, kind, name, total, maximum, weighted, seconds)
                        VALUES (:uid, 'day', current_date, 'gauge', 'total_devices', 0, 12, 12, 1)
                        """)
                .setParameter("uid", spoke.uid())
                .executeUpdate());

        post(org, "change-plan", "{\"plan\": \"small\"}")
                .statusCode(409)
                .body("detail", containsString("max_spokes is 2, and the plan allows 1"))
                .body("detail", containsString("max_devices is 12 in " + spoke.id() + ", and the plan allows 10"));
    }

    @Test
    void isRefusedWhereThereIsNothingToChange() throws StripeException {
        String org = organization();
        post(org, "change-plan", "{\"plan\": \"large\"}")
                .statusCode(409)
                .body("detail", containsString("billing/checkout"));
        bought(org, small, "small");
        post(org, "change-plan", "{\"plan\": \"none\"}").statusCode(400).body("errors[0].field", equalTo("plan"));
        post(org, "change-plan", "{\"plan\": \"custom\"}").statusCode(409);
        post(org, "change-plan/preview", "{\"plan\": \"large\", \"product_id\": \"nothing\"}")
                .statusCode(400)
                .body("errors[0].field", equalTo("product_id"));
        post(org, "change-plan", "{\"plan\": \"large\", \"proration_date\": \"2020-01-01T00:00:00Z\"}")
                .statusCode(400)
                .body("errors[0].field", equalTo("proration_date"));
    }

    /** What goes back where it ends now. */
    private long prorated(String org) {
        int amount = post(
                        org,
                        "cancel",
                        "{\"when\": \"now\", \"refund\": \"prorated\", \"reason\": \"requested_by_customer\"}")
                .statusCode(200)
                .extract()
                .path("refund.amount");
        return amount;
    }

    private Subscription bought(String org, String price, String plan) throws StripeException {
        Subscription subscription = customers.subscribe(org, price);
        await().atMost(SOON).untilAsserted(() -> billing(org).body("plan", equalTo(plan)));
        return subscription;
    }

    private List<Long> charges(Subscription subscription) {
        return stripe.ledger().lines(Ledger.Kind.CHARGE).stream()
                .filter(line -> subscription.getCustomer().equals(line.customer()))
                .map(Ledger.Line::amount)
                .toList();
    }

    private ValidatableResponse post(String org, String what, String body) {
        return admin().body(body)
                .post(API + "/subscriptions/" + org + "/" + what)
                .then();
    }
}
