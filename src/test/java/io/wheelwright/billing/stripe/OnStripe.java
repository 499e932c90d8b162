package io.wheelwright.billing.stripe;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.stripe.Dunning;
import io.wheelwright.lab.stripe.Ledger;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.support.Patience;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A hub with a Stripe that answers and signs as the real one does, and organizations that buy there. */
public abstract class OnStripe {

    protected static final String API = "/hub/api/v1";
    protected static final Duration SOON = Patience.SOON;

    protected HubSpace space;
    protected StripeLab stripe;

    protected StripeCustomers customers;

    @BeforeEach
    void stripeKnowsTheHub() throws StripeException {
        customers = new StripeCustomers(stripe, space);
        stripe.deliveries().signAt(Clock.systemUTC());
        customers.listen();
    }

    @AfterEach
    void asBefore() {
        stripe.deliveries().drop(type -> false);
        stripe.deliveries().copies(1);
        stripe.deliveries().release();
        stripe.faults().clear();
        stripe.dunning(Dunning.STANDARD);
        stripe.returnToClock();
        stripe.forgetKeys();
        stripe.forgetListeners();
    }

    protected String organization() {
        String id = admin().body(Map.of("name", "Acme", "email", "ada@acme.example"))
                .post(API + "/organizations")
                .then()
                .statusCode(201)
                .extract()
                .path("org_id");
        customers.awaitKnown(id);
        return id;
    }

    /** One that has paid, and whose payment is disputed. */
    protected String inDispute() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        stripe.dispute(charge(subscription), "fraudulent");
        await().atMost(SOON).untilAsserted(() -> billing(org).body("concern.kind", equalTo("disputed")));
        return org;
    }

    protected ValidatableResponse billing(String org) {
        return admin().get(API + "/organizations/" + org + "/billing-state")
                .then()
                .statusCode(200);
    }

    /** States its billing by hand. */
    protected ValidatableResponse say(String org, String state) {
        return admin().body(state)
                .put(API + "/organizations/" + org + "/billing-state")
                .then();
    }

    protected ValidatableResponse hold(String org, String hold) {
        return admin().body(hold)
                .put(API + "/organizations/" + org + "/billing-hold")
                .then();
    }

    protected ValidatableResponse explain(String org) {
        return admin().get(API + "/organizations/" + org + "/billing/explain")
                .then()
                .statusCode(200);
    }

    protected ValidatableResponse refund(String org, String refund) {
        return admin().body(refund)
                .post(API + "/subscriptions/" + org + "/refund")
                .then();
    }

    protected Instant date(String org, String field) {
        String date = billing(org).extract().path(field);
        return date == null ? null : Instant.parse(date);
    }

    protected void awaitState(String org, String state) {
        await().atMost(SOON)
                .untilAsserted(() -> billing(org).body("source", equalTo("stripe"), "state", equalTo(state)));
    }

    /** Until what a hub lists at Stripe when it begins to lead has been gone through; after a failure it waits a minute. */
    protected void firstRoundIsOver() {
        await().atMost(Patience.END).until(() -> count("stripe_rounds WHERE finished_at IS NULL") == 0);
    }

    /** Until everything that was sent has been worked off, and what events have asked to be looked at was. */
    protected void settled() {
        await().atMost(SOON).until(() -> stripe.deliveries().awaitSent(SOON));
        await().atMost(SOON)
                .until(() -> QuarkusTransaction.requiringNew()
                                .call(() -> EventEntity.count("state = ?1 and attempts = 0", EventState.pending))
                        == 0);
        await().atMost(SOON).until(() -> looks() == 0);
    }

    /** Those that are due, and those in turn: whoever looks has two minutes, and needs much less than half a minute. */
    private static long looks() {
        Instant now = Instant.now();
        return QuarkusTransaction.requiringNew()
                .call(() -> SubscriptionRow.count(
                        "lookAt <= ?1 or attempts = 0 and lookAt > ?2 and lookAt <= ?3",
                        now,
                        now.plusSeconds(90),
                        now.plusSeconds(120)));
    }

    void awaitDone(Subscription subscription, Predicate<JsonNode> which) {
        List<String> wanted = stripe.events().stream()
                .filter(event -> about(event, subscription))
                .filter(which)
                .map(event -> event.path("id").asText())
                .toList();
        assertThat(wanted).isNotEmpty();
        wanted.forEach(id -> await().atMost(SOON)
                .untilAsserted(() -> event(id).statusCode(200).body("state", equalTo("done"))));
    }

    protected List<String> events(Subscription subscription) {
        return stripe.events().stream()
                .filter(event -> about(event, subscription))
                .map(event -> event.path("id").asText())
                .toList();
    }

    static boolean about(JsonNode event, Subscription subscription) {
        return event.path("data").path("object").path("id").asText().equals(subscription.getId());
    }

    /** The payment of its first invoice. */
    String charge(Subscription subscription) {
        return stripe.ledger().lines(Ledger.Kind.CHARGE).stream()
                .filter(line -> subscription.getLatestInvoice().equals(line.invoice()))
                .findFirst()
                .orElseThrow()
                .charge();
    }

    static SubscriptionRow row(Subscription subscription) {
        return QuarkusTransaction.requiringNew().call(() -> SubscriptionRow.findById(subscription.getId()));
    }

    /** Has it looked at now. */
    static void look(Subscription subscription) {
        update("UPDATE stripe_subscriptions SET look_at = '%s' WHERE subscription_id = '%s'"
                .formatted(Instant.now(), subscription.getId()));
    }

    static void update(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> Panache.getEntityManager().createNativeQuery(sql).executeUpdate());
    }

    /** Has the calls of an organization that wait tried again this long after they were asked for. */
    static void nextTry(String org, String after) {
        update("UPDATE stripe_calls SET next_at = created_at + interval '%s' WHERE state = 'waiting' AND org_id = '%s'"
                .formatted(after, org));
    }

    static long count(String rows) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number) Panache.getEntityManager()
                        .createNativeQuery("SELECT count(*) FROM " + rows)
                        .getSingleResult())
                .longValue());
    }

    Instant end(Subscription subscription) {
        return Instant.ofEpochSecond(
                stripe.object(subscription.getId()).path("cancel_at").asLong());
    }

    /** Repeats a request with one key until what it asks of Stripe is done; no call waits for its next try. */
    ValidatableResponse done(RequestSpecification request, String path) {
        request.header("Idempotency-Key", UUID.randomUUID().toString());
        await().atMost(SOON).until(() -> {
            QuarkusTransaction.requiringNew().run(() -> Panache.getEntityManager()
                    .createNativeQuery("UPDATE stripe_calls SET next_at = :now WHERE state = 'waiting'")
                    .setParameter("now", Instant.now())
                    .executeUpdate());
            return request.post(API + path).statusCode() != 202;
        });
        return request.post(API + path).then();
    }

    protected ValidatableResponse event(String id) {
        return admin().get(API + "/billing/events/" + id).then();
    }

    ValidatableResponse replay(String id, String body) {
        return admin().body(body)
                .post(API + "/billing/events/" + id + "/replay")
                .then();
    }

    /** Each call of that kind is in the audit; there is at least one. */
    protected void assertAudited(String org, String kind) {
        List<String> calls = admin().get(API + "/subscriptions/" + org + "/calls")
                .then()
                .statusCode(200)
                .extract()
                .path("items.findAll { it.kind == '%s' }.id".formatted(kind));
        assertThat(calls).isNotEmpty();
        calls.forEach(
                id -> audit(id).body("items[0].action", equalTo("request"), "items[0].after.kind", equalTo(kind)));
    }

    protected ValidatableResponse audit(String object) {
        return admin().queryParam("object", object).get(API + "/audit").then();
    }

    protected RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken()).contentType("application/json");
    }
}
