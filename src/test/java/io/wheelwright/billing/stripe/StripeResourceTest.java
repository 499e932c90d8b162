package io.wheelwright.billing.stripe;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wheelwright.Figures;
import io.wheelwright.lab.stripe.Dunning;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.lab.stripe.TestCard;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a hub makes of Stripe's events, with a Stripe that answers and signs as the real one does. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class StripeResourceTest extends OnStripe {

    @Inject
    Inbox inbox;

    @Inject
    Figures figures;

    @Test
    void followsASubscriptionThroughItsLife() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        billing(org).body("source", equalTo("stripe"), "plan", equalTo("growth"), "access", equalTo("Full"));

        stripe.useCard(subscription.getCustomer(), TestCard.FAILS_WHEN_CHARGED);
        stripe.advance(Duration.ofDays(32));
        awaitState(org, "past_due");
        JsonNode invoice = stripe.object(
                stripe.object(subscription.getId()).path("latest_invoice").asText());
        Instant failed = Instant.ofEpochSecond(
                invoice.path("status_transitions").path("finalized_at").asLong());
        assertThat(date(org, "grace_ends_at")).isEqualTo(failed.plus(Duration.ofDays(StripeCustomers.GRACE)));
        stripe.advance(Duration.ofDays(4));
        settled();
        assertThat(date(org, "grace_ends_at"))
                .as("more failures move nothing")
                .isEqualTo(failed.plus(Duration.ofDays(StripeCustomers.GRACE)));

        stripe.useCard(subscription.getCustomer(), TestCard.VISA);
        customers.pay(invoice.path("id").asText());
        awaitState(org, "active");
        stripe.cancelInPortal(subscription.getId());
        await().atMost(SOON).until(() -> date(org, "ends_at") != null);
        billing(org).body("access", equalTo("Full"));
        stripe.keepInPortal(subscription.getId());
        await().atMost(SOON).until(() -> date(org, "ends_at") == null);

        customers.cancel(subscription.getId());
        awaitState(org, "cancelled");
        Instant ended = Instant.ofEpochSecond(
                stripe.object(subscription.getId()).path("ended_at").asLong());
        assertThat(date(org, "ends_at")).isEqualTo(ended);
        assertThat(date(org, "delete_after"))
                .as("nothing is deleted by Stripe's word")
                .isNull();

        int revision = billing(org).extract().path("revision");
        List<String> events = events(subscription);
        events.subList(events.size() - 2, events.size()).forEach(stripe.deliveries()::resend);
        replay(events.get(0), "{}")
                .statusCode(200)
                .body("dry_run", equalTo(true), "billing.state", equalTo("cancelled"));
        replay(events.get(0), "{\"dry_run\": false}").statusCode(200).body("event.state", equalTo("pending"));
        settled();
        billing(org).body("revision", equalTo(revision));
        event(events.get(0)).body("state", equalTo("done"));
        event(events.get(events.size() - 1)).body("state", equalTo("done"), "deliveries", greaterThan(1));
        audit(events.get(0)).body("items.action", equalTo(List.of("replay")));
    }

    /** The grace is over long before the last retry: what the account does then gives and takes nothing. */
    @ParameterizedTest
    @CsvSource({"CANCEL, cancelled, ExportOnly", "UNPAID, suspended, None", "PAST_DUE, past_due, None"})
    void theGraceEndsAtOneTimeHoweverTheDunningEnds(Dunning.End end, String state, String left) throws StripeException {
        stripe.dunning(Dunning.STANDARD.then(end));
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        stripe.useCard(subscription.getCustomer(), TestCard.FAILS_WHEN_CHARGED);
        stripe.advance(Duration.ofDays(32));
        awaitState(org, "past_due");
        JsonNode invoice = stripe.object(
                stripe.object(subscription.getId()).path("latest_invoice").asText());
        Instant graceEnd = Instant.ofEpochSecond(
                        invoice.path("status_transitions").path("finalized_at").asLong())
                .plus(Duration.ofDays(StripeCustomers.GRACE));
        assertThat(date(org, "grace_ends_at")).isEqualTo(graceEnd);
        explain(org, graceEnd.minusSeconds(1)).body("access", equalTo("ReadOnly"));
        explain(org, graceEnd).body("access", equalTo("None"), "reason", equalTo("GraceExpired"));

        stripe.advance(Duration.ofDays(16));
        awaitState(org, state);
        settled();
        explain(org, stripe.now()).body("facts.state", equalTo(state), "access", equalTo(left));
    }

    @Test
    void orderAndNumberOfDeliveriesChangeNothing() throws StripeException {
        for (long seed = 1; seed <= 3; seed++) {
            String org = organization();
            stripe.deliveries().hold();
            stripe.deliveries().copies(2);
            Subscription subscription = customers.subscribe(org);
            stripe.cancelInPortal(subscription.getId());
            stripe.keepInPortal(subscription.getId());
            stripe.cancelInPortal(subscription.getId());
            stripe.deliveries().releaseShuffled(seed);
            stripe.deliveries().copies(1);
            awaitState(org, "active");
            settled();
            billing(org).body("ends_at", equalTo(end(subscription).toString()), "revision", equalTo(1));
        }
    }

    @Test
    void aSubscriptionThatEndedNeverBeatsOneThatLives() throws StripeException {
        String org = organization();
        Subscription old = customers.subscribe(org);
        awaitState(org, "active");
        stripe.deliveries().drop(type -> !type.equals("customer.subscription.deleted"));
        Subscription next = customers.again(old);
        customers.cancel(old.getId());
        awaitDone(old, event -> event.path("type").asText().endsWith(".deleted"));
        settled();
        billing(org).body("state", equalTo("active"), "ends_at", nullValue());
        customers.cancel(next.getId());
        awaitState(org, "cancelled");
    }

    @Test
    void whatHasEndedBeginsNothing() throws StripeException {
        String org = organization();
        stripe.deliveries().drop(type -> !type.equals("customer.subscription.deleted"));
        Subscription over = customers.subscribe(org);
        customers.cancel(over.getId());
        awaitDone(over, event -> event.path("type").asText().endsWith(".deleted"));
        settled();
        billing(org).body("source", nullValue(), "state", equalTo("manual"), "access", equalTo("Full"));
    }

    @Test
    void whatIsNotUnderstoodHoldsAndIsSeen() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org, customers.price());
        awaitDone(subscription, event -> true);
        event(events(subscription).get(0)).body("note", containsString("are not those of one plan"));
        billing(org).body("source", nullValue(), "state", equalTo("manual"));
    }

    @Test
    void whatAnotherBillerKeepsIsLeftAlone() throws StripeException {
        String org = organization();
        say(org, "{\"state\": \"active\", \"plan\": \"starter\"}").statusCode(200);
        Subscription subscription = customers.subscribe(org);
        awaitDone(subscription, event -> true);
        event(events(subscription).get(0)).body("note", containsString("manual"));
        billing(org).body("source", equalTo("manual"), "plan", equalTo("starter"), "revision", equalTo(1));
        replay(events(subscription).get(0), "{}").statusCode(200).body("hold", equalTo("kept_by_another"));

        say(org, "{\"state\": \"active\", \"source\": \"stripe\", \"take_over_from\": \"manual\"}")
                .statusCode(200);
        replay(events(subscription).get(0), "{\"dry_run\": false}").statusCode(200);
        await().atMost(SOON).untilAsserted(() -> billing(org).body("plan", equalTo("growth")));
    }

    @Test
    void aTrialEndsWithWhatWasBoughtThoughThatIsNotCollected() throws StripeException {
        String org = organization();
        say(org, """
            {"state": "trialing", "plan": "growth", "trial_ends_at": "%s",
             "overrides": {"policy": {"on_paused_collection": "ReadOnly"}}}
            """.formatted(Instant.now().plus(Duration.ofDays(9)))).statusCode(200);
        stripe.deliveries().hold();
        Subscription subscription = customers.subscribe(org);
        customers.pauseCollection(subscription);
        stripe.deliveries().release();
        awaitState(org, "active");
        billing(org).body("access", equalTo("ReadOnly"), "reason", equalTo("CollectionPaused"));
    }

    @Test
    void anEventBeforeItsOrganizationWaitsForIt() throws StripeException {
        String org = "org-" + UUID.randomUUID().toString().substring(0, 8);
        Subscription subscription = customers.subscribe(org);
        String event = events(subscription).get(0);
        await().atMost(SOON).untilAsserted(() -> event(event).body("attempts", greaterThan(0)));
        event(event).body("state", equalTo("pending"), "note", containsString("There is no organization"));
        customers.declare(org);
        awaitState(org, "active");

        String other = "org-" + UUID.randomUUID().toString().substring(0, 8);
        Subscription lost = customers.subscribe(other);
        String never = events(lost).get(0);
        await().atMost(SOON).untilAsserted(() -> event(never).body("attempts", greaterThan(0)));
        QuarkusTransaction.requiringNew().run(() -> Panache.getEntityManager()
                .createNativeQuery("UPDATE stripe_events SET attempts = :most WHERE subscription_id = :id")
                .setParameter("most", EventEntity.MOST_ATTEMPTS - 1)
                .setParameter("id", lost.getId())
                .executeUpdate());
        await().atMost(SOON).untilAsserted(() -> event(never).body("state", equalTo("dead")));
        assertThat(QuarkusTransaction.requiringNew()
                        .call(() -> SubscriptionRow.<SubscriptionRow>findById(lost.getId()).lookAt))
                .as("what lives is looked at though its events were given up")
                .isNotNull();
        replay(never, "{\"dry_run\": false}").statusCode(200).body("event.attempts", equalTo(0));
    }

    @Test
    void whileStripeIsAwayEventsWait() throws StripeException {
        String org = organization();
        stripe.faults().always("GET", "/v1/subscriptions/", Fault.INTERNAL_ERROR);
        Subscription subscription = customers.subscribe(org);
        String event = events(subscription).get(0);
        await().atMost(SOON).untilAsserted(() -> event(event).body("note", containsString("Stripe answered 500")));
        replay(event, "{}").statusCode(503);
        billing(org).body("source", nullValue());
        stripe.faults().clear();
        awaitState(org, "active");
    }

    @Test
    void takesOnlyWhatIsSigned() {
        String id = "evt_" + UUID.randomUUID().toString().replace("-", "");
        byte[] body =
                "{\"id\":\"%s\",\"object\":\"event\",\"type\":\"customer.subscription.updated\",\"livemode\":false,\"data\":{\"object\":{\"id\":\"sub_nobody\"}}}"
                        .formatted(id)
                        .getBytes(StandardCharsets.UTF_8);
        send(null, body).statusCode(400).body("errors[0].field", equalTo("Stripe-Signature"));
        send("t=abc", body).statusCode(400);
        send(signed("whsec_other", body), body).statusCode(400);
        event(id).statusCode(404);
        send(signed(stripe.webhookSecret(), new byte[0]), new byte[0]).statusCode(400);
        byte[] large = new byte[513 * 1024];
        send(signed(stripe.webhookSecret(), large), large).statusCode(413);

        send(signed(stripe.webhookSecret(), body), body).statusCode(200).body("first", equalTo(true));
        send(signed(stripe.webhookSecret(), body), body).statusCode(200).body("first", equalTo(false));
        await().atMost(SOON).untilAsserted(() -> event(id).body("state", equalTo("done")));
        event(id).body("note", equalTo("Stripe has no subscription sub_nobody."), "deliveries", equalTo(2));

        byte[] live = new String(body, StandardCharsets.UTF_8)
                .replace(id, id + "live")
                .replace("\"livemode\":false", "\"livemode\":true")
                .getBytes(StandardCharsets.UTF_8);
        send(signed(stripe.webhookSecret(), live), live).statusCode(200).body("state", equalTo("quarantined"));
        replay(id + "live", "{\"dry_run\": false}").statusCode(409);
        admin().queryParam("event_state", "quarantined")
                .get(API + "/billing/events")
                .then()
                .statusCode(200)
                .body("items.find { it.event_id == '%slive' }.attempts".formatted(id), equalTo(0));
        admin().queryParam("event_state", "lost")
                .get(API + "/billing/events")
                .then()
                .statusCode(400);
    }

    /** A hub whose clock is wrong refuses all that Stripe sends, and says that it is the clock. */
    @Test
    void whatIsSignedAtAnotherTimeIsRefusedAndTellsOfTheClock() {
        byte[] body =
                "{\"id\":\"evt_%s\",\"object\":\"event\",\"type\":\"customer.subscription.updated\",\"livemode\":false,\"data\":{\"object\":{\"id\":\"sub_nobody\"}}}"
                        .formatted(UUID.randomUUID().toString().replace("-", ""))
                        .getBytes(StandardCharsets.UTF_8);
        double untimely = metric("wheelwright_stripe_deliveries_total{outcome=\"untimely\"}");
        double refused = metric("wheelwright_stripe_deliveries_total{outcome=\"refused\"}");
        for (int skew : new int[] {600, -600}) {
            send(signed(stripe.webhookSecret(), Instant.now().minusSeconds(skew), body), body)
                    .statusCode(400)
                    .body(
                            "errors[0].field",
                            equalTo("Stripe-Signature"),
                            "detail",
                            containsString("compare the clocks"));
            assertThat(metric("wheelwright_stripe_clock_skew_seconds")).isBetween(skew - 5.0, skew + 30.0);
        }
        send(signed("whsec_other", Instant.now().minusSeconds(600), body), body)
                .statusCode(400)
                .body("detail", not(containsString("clock")));
        assertThat(metric("wheelwright_stripe_deliveries_total{outcome=\"untimely\"}"))
                .isEqualTo(untimely + 2);
        assertThat(metric("wheelwright_stripe_deliveries_total{outcome=\"refused\"}"))
                .isEqualTo(refused + 1);

        send(signed(stripe.webhookSecret(), body), body).statusCode(200).body("first", equalTo(true));
        assertThat(metric("wheelwright_stripe_clock_skew_seconds")).isBetween(-5.0, 30.0);
    }

    /** As while a secret is rolled: the hub of these tests has one. */
    @Test
    void signaturesAreCountedBySecret() {
        StripeAccount rolled = new StripeAccount(new SmallRyeConfigBuilder()
                .withMapping(StripeConfig.class)
                .withDefaultValue("wheelwright.stripe.api-key", "sk_test_rolled")
                .withDefaultValue("wheelwright.stripe.webhook-secrets", "whsec_new,whsec_old")
                .build()
                .getConfigMapping(StripeConfig.class));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        WebhookResource webhook =
                new WebhookResource(rolled, inbox, new StripeMetrics(registry, figures, rolled), Clock.systemUTC());
        byte[] body =
                "{\"id\":\"evt_%s\",\"type\":\"payout.paid\",\"livemode\":false,\"data\":{\"object\":{\"id\":\"po_1\"}}}"
                        .formatted(UUID.randomUUID().toString().replace("-", ""))
                        .getBytes(StandardCharsets.UTF_8);

        webhook.receive(signed("whsec_old", body), body);
        assertThat(signatures(registry, 0)).isZero();
        assertThat(signatures(registry, 1)).isOne();
        webhook.receive(signed("whsec_new", body), body);
        assertThat(signatures(registry, 0)).isOne();
        assertThat(signatures(registry, 1)).isOne();
    }

    private static double signatures(SimpleMeterRegistry registry, int secret) {
        return registry.get("wheelwright.stripe.signatures")
                .tag("secret", Integer.toString(secret))
                .counter()
                .count();
    }

    @Test
    void whatNothingFollowsFromIsCountedByItsType() {
        String id = "evt_" + UUID.randomUUID().toString().replace("-", "");
        String type = "payout.p" + UUID.randomUUID().toString().substring(0, 8);
        byte[] body =
                "{\"id\":\"%s\",\"object\":\"event\",\"type\":\"%s\",\"livemode\":false,\"data\":{\"object\":{\"id\":\"po_1\"}}}"
                        .formatted(id, type)
                        .getBytes(StandardCharsets.UTF_8);
        send(signed(stripe.webhookSecret(), body), body)
                .statusCode(200)
                .body("state", equalTo("ignored"), "first", equalTo(true));
        send(signed(stripe.webhookSecret(), body), body).statusCode(200).body("first", equalTo(false));
        event(id).body("state", equalTo("ignored"), "type", equalTo(type));
        admin().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("wheelwright_stripe_ignored_total{type=\"%s\"} 1.0".formatted(type)));
    }

    @Test
    void anEarlierReadOverwritesNoLaterOneAndTheEndIsTheEnd() {
        String id = "sub_" + UUID.randomUUID().toString().replace("-", "");
        take(id, "active", 50);
        take(id, "past_due", 40);
        assertThat(status(id)).isEqualTo("active");
        take(id, "canceled", 60);
        take(id, "active", 70);
        assertThat(status(id)).isEqualTo("canceled");
    }

    private ValidatableResponse explain(String org, Instant at) {
        return admin().queryParam("at", at.toString())
                .get(API + "/organizations/" + org + "/billing/explain")
                .then()
                .statusCode(200);
    }

    private static void take(String id, String status, long sequence) {
        SubscriptionFacts facts = new SubscriptionFacts(
                id,
                "cus_1",
                status,
                false,
                null,
                null,
                Instant.EPOCH,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                false,
                null,
                null);
        QuarkusTransaction.requiringNew().run(() -> SubscriptionRow.take(facts, sequence, Instant.now()));
    }

    private static String status(String id) {
        return QuarkusTransaction.requiringNew().call(() -> SubscriptionRow.<SubscriptionRow>findById(id).status);
    }

    private static String signed(String secret, byte[] body) {
        return signed(secret, Instant.now(), body);
    }

    private static String signed(String secret, Instant at, byte[] body) {
        long time = at.getEpochSecond();
        return "t=" + time + ",v1=" + SignatureTest.sign(secret, time, body);
    }

    private double metric(String name) {
        return admin().get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static ValidatableResponse send(String signature, byte[] body) {
        RequestSpecification request = given().contentType("application/json").body(body);
        return (signature == null ? request : request.header("Stripe-Signature", signature))
                .post(API + "/billing/webhook")
                .then();
    }
}
