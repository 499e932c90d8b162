package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.notNullValue;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.restassured.response.ValidatableResponse;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.lab.stripe.StripePrices;
import io.wheelwright.lab.stripe.TestCard;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Everything that the product does at Stripe, once. */
abstract class StripeErrands extends OnStripe {

    @Inject
    StripeReader reader;

    @Inject
    Backfill backfill;

    @Inject
    Sweep sweep;

    @Inject
    Reversals reversals;

    private String refunded;
    private String disputed;

    private final String product = "mock-" + UUID.randomUUID().toString().substring(0, 8);

    void runAll() throws StripeException {
        publish();
        buy();
        change();
        endAndKeep();
        payBack();
        disputed();
        owe();
        lookAround();
        customers.deafen();
        String metered;
        try {
            metered = setUp();
        } finally {
            customers.listenAgain();
        }
        use(metered);
    }

    /** Has somebody use more of the product than the plan includes. */
    abstract void use(String metered);

    /** With answers that are lost, so that what is read before another try is read. */
    private void buy() throws StripeException {
        String org = buyer();
        Instant trialEnd = Instant.now().plus(Duration.ofDays(9)).truncatedTo(ChronoUnit.SECONDS);
        say(org, "{\"state\": \"trialing\", \"plan\": \"small\", \"trial_ends_at\": \"%s\"}".formatted(trialEnd))
                .statusCode(200);
        stripe.faults().next("POST", "/v1/customers", Fault.LOSE_ANSWER);
        stripe.faults().next("POST", "/v1/checkout/sessions", Fault.LOSE_ANSWER);
        admin().body(checkout(org, "first"))
                .post(API + "/billing/checkout")
                .then()
                .statusCode(202);
        nextTry(org, "1 hour");
        for (int i = 0; i < 101; i++) {
            customers.buyers().customer();
        }
        done(admin().body(checkout(org, "first")), "/billing/checkout").statusCode(200);
        String session = done(admin().body(checkout(org, "second")), "/billing/checkout")
                .statusCode(200)
                .extract()
                .path("session_id");
        stripe.checkOut(session, TestCard.VISA);
        awaitState(org, "trialing");
        admin().body(Map.of("org_id", org, "return_url", url("back")))
                .post(API + "/billing/portal")
                .then()
                .statusCode(200);
    }

    private void change() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org, price("small"));
        awaitState(org, "active");
        ValidatableResponse preview = post(org, "change-plan/preview", plan("large", null));
        stripe.useCard(subscription.getCustomer(), TestCard.FAILS_WHEN_CHARGED);
        post(org, "change-plan", plan("large", preview.extract().path("proration_date")))
                .body("outcome", equalTo("payment_pending"));
    }

    private void endAndKeep() throws StripeException {
        String org = organization();
        customers.subscribe(org);
        awaitState(org, "active");
        post(org, "cancel", Map.of("when", "period_end", "description", "Too dear"));
        post(org, "keep", Map.of());
        post(org, "cancel", Map.of("when", "now", "refund", "prorated", "reason", "duplicate", "description", "Gone"));
        awaitState(org, "cancelled");

        String far = organization();
        Subscription planned = customers.subscribe(far);
        awaitState(far, "active");
        customers.endAt(planned, Instant.ofEpochSecond(planned.getCreated()).plus(Duration.ofDays(90)));
        post(far, "cancel", Map.of("when", "period_end"));
        post(far, "keep", Map.of());

        String classic = organization();
        customers.subscribeInClassicMode(classic);
        awaitState(classic, "active");
        post(classic, "cancel", Map.of("when", "period_end"));
        post(classic, "keep", Map.of());
    }

    /** Of an invoice that is too long to be answered as a whole, and in the dashboard too. */
    private void payBack() throws StripeException {
        String org = organization();
        List<String> prices = new ArrayList<>(List.of(price("small")));
        for (int i = 0; i < 10; i++) {
            prices.add(customers.price());
        }
        String customer = customers.subscribeUnnamed().getCustomer();
        Subscription subscription = customers.buyers().subscribe(customer, org, prices.toArray(String[]::new));
        awaitState(org, "active");
        stripe.faults().next("POST", "/v1/refunds", Fault.LOSE_ANSWER);
        done(
                        admin().body(Map.of(
                                "mode", "prorated", "reason", "requested_by_customer", "description", "Sorry")),
                        "/subscriptions/" + org + "/refund")
                .statusCode(200);

        String other = organization();
        Subscription bought = customers.subscribe(other);
        awaitState(other, "active");
        refunded = customers.refund(charge(bought), 100);
        settled();
        assertThat(subscription.getItems().getData()).hasSize(11);
    }

    private void disputed() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        disputed = stripe.dispute(charge(subscription), "fraudulent");
        await().atMost(SOON).untilAsserted(() -> admin().get(API + "/subscriptions/" + org + "/disputes")
                .then()
                .body("items.size()", equalTo(1)));
        refund(org, "{\"mode\": \"full\", \"reason\": \"requested_by_customer\"}")
                .statusCode(409);
    }

    private void owe() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribeBy(stripe.testClock(), org);
        awaitState(org, "active");
        payBack(restless("large", "small"), Map.of("mode", "prorated"));
        String restless = restless("small", "large");
        stripe.useCard(subscription.getCustomer(), TestCard.FAILS_WHEN_CHARGED);
        stripe.advance(Duration.ofDays(32));
        awaitState(org, "past_due");
        payBack(restless, Map.of("mode", "amount", "amount", 200));
        // As the sweep goes on where there is more than a page of them.
        reader.list(subscription.getId());
    }

    /** Changes its plan so often that a page does not hold what the next invoice has of it. */
    private String restless(String first, String last) throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org, price(first));
        awaitState(org, "active");
        for (int i = 0; i < 51; i++) {
            customers.change(subscription.getId(), price(i % 2 == 0 ? last : first));
        }
        settled();
        return org;
    }

    private void payBack(String org, Map<String, Object> refund) {
        Map<String, Object> body = new HashMap<>(refund);
        body.put("reason", "requested_by_customer");
        done(admin().body(body), "/subscriptions/" + org + "/refund").statusCode(200);
    }

    private void lookAround() throws StripeException {
        admin().get(API + "/billing/doctor").then().statusCode(200);
        backfill.run();
        sweep.run();
        reversals.refunds().run();
        reversals.disputes().run();
        // As these go on where there is more than a page.
        reversals.refunds(Instant.EPOCH, refunded);
        reversals.disputes(Instant.EPOCH, disputed);
    }

    /** Of so many meters that there are several pages of them; gives the product that is sold with two of them. */
    private String setUp() throws StripeException {
        for (int i = 0; i < 101; i++) {
            StripePrices.meter(customers.client(), product + "_" + i);
        }
        String set = "set-" + UUID.randomUUID().toString().substring(0, 8);
        admin().body("""
            {"product": {"id": "%s", "name": "Set", "version": "1.0.0", "active": true},
             "os": {"version": ">=2.1.0"}, "packs": [],
             "plans": [{"id": "small", "price": {"amount": 1000, "currency": "USD"}}],
             "meters": [{"name": "api_calls", "kind": "counter", "per": 1000,
                         "overage": {"amount": 50, "currency": "USD"}},
                        {"name": "storage", "kind": "gauge", "overage": {"amount": 20, "currency": "USD"}}]}
            """.formatted(set)).post(API + "/products").then().statusCode(201);
        List<Object> patch = admin().body(Map.of("apply", true, "product_id", set))
                .post(API + "/billing/setup")
                .then()
                .statusCode(200)
                .body("items.findAll { it.state == 'created' }.size()", equalTo(9))
                .extract()
                .path("patches[0].operations");
        LabPlane.shared().resource(space, Product.class, set).patch(PatchContext.of(PatchType.JSON), Json.write(patch));
        await().atMost(SOON).untilAsserted(() -> admin().get(API + "/products/" + set)
                .then()
                .body("plans.stripe_price_id", everyItem(notNullValue())));
        admin().body(Map.of("product_id", product))
                .post(API + "/billing/setup")
                .then()
                .statusCode(200);
        return set;
    }

    String buyer() {
        String org = organization();
        await().atMost(SOON)
                .until(() -> count("organizations WHERE uid IS NOT NULL AND org_id = '%s'".formatted(org)) == 1);
        return org;
    }

    Map<String, Object> checkout(String org, String page) {
        Map<String, Object> order = new HashMap<>(plan("small", null));
        order.put("org_id", org);
        order.put("success_url", url(page));
        order.put("cancel_url", url("plans"));
        return order;
    }

    private Map<String, Object> plan(String plan, String date) {
        Map<String, Object> order = new HashMap<>(Map.of("plan", plan, "product_id", product));
        if (date != null) {
            order.put("proration_date", date);
        }
        return order;
    }

    private static String url(String page) {
        return "https://hub.example/" + page;
    }

    private ValidatableResponse post(String org, String what, Map<String, Object> body) {
        return admin().body(body)
                .post(API + "/subscriptions/" + org + "/" + what)
                .then()
                .statusCode(200);
    }

    private String price(String plan) {
        return admin().get(API + "/products/" + product)
                .then()
                .statusCode(200)
                .extract()
                .path("plans.find { it.id == '%s' }.stripe_price_id".formatted(plan));
    }

    private void publish() throws StripeException {
        admin().body("""
            {"product": {"id": "%s", "name": "Mock", "version": "1.0.0", "active": true},
             "os": {"version": ">=2.1.0"}, "packs": [],
             "plans": [{"id": "small", "display_name": "Small", "stripe_price_id": "%s", "trial_days": 14,
                        "price": {"amount": 1000, "currency": "USD"}},
                       {"id": "large", "display_name": "Large", "stripe_price_id": "%s",
                        "price": {"amount": 9900, "currency": "USD"}}]}
            """.formatted(product, customers.price(1000), customers.price(9900)))
                .post(API + "/products")
                .then()
                .statusCode(201);
    }
}
