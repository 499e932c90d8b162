package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a hub makes of Stripe's events when Stripe, or the organization, is not there. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class StripeTroubleResourceTest extends OnStripe {

    @Inject
    EventExpiry expiry;

    @Test
    void whileStripeIsAwayAllDatesThatAreNearArePutOffAtOnce() throws StripeException {
        String near = billedByStripe(Duration.ofMinutes(9));
        String far = billedByStripe(Duration.ofHours(2));
        Instant farEnd = date(far, "grace_ends_at");
        String org = organization();
        stripe.faults().always("GET", "/v1/subscriptions/", Fault.UNAVAILABLE);
        customers.subscribe(org);
        await().atMost(SOON).untilAsserted(() -> assertThat(date(near, "grace_ends_at"))
                .isAfter(Instant.now().plus(Duration.ofHours(23))));
        assertThat(date(far, "grace_ends_at")).isEqualTo(farEnd);
        stripe.faults().clear();
        awaitState(org, "active");
    }

    @Test
    void looksInVainComeLaterAndLater() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        stripe.faults().always("GET", "/v1/subscriptions/", Fault.UNAVAILABLE);
        Instant begin = Instant.now();
        for (int failures = 1; failures <= 3; failures++) {
            int wanted = failures;
            look(subscription.getId());
            await().atMost(SOON).until(() -> row(subscription.getId()).attempts == wanted);
        }
        assertThat(row(subscription.getId()).lookAt)
                .isAfter(begin.plus(Duration.ofMinutes(8)))
                .isBefore(Instant.now().plus(Duration.ofMinutes(9)));
        stripe.faults().clear();
        look(subscription.getId());
        await().atMost(SOON).until(() -> row(subscription.getId()).attempts == 0);
    }

    @Test
    void aCrowdOfEventsKeepsNoLookWaiting() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        long before = QuarkusTransaction.requiringNew().call(() -> {
            for (int i = 0; i < 20; i++) {
                String id = UUID.randomUUID().toString().replace("-", "");
                EventEntity.store(
                        new StripeEvent("evt_" + id, "invoice.paid", false, null, null, null, "sub_" + id),
                        new StripeEvent.Arrival(EventState.pending, null),
                        Instant.EPOCH);
            }
            SubscriptionRow.<SubscriptionRow>findById(subscription.getId()).lookAt = Instant.now();
            return SubscriptionRow.nextRead();
        });
        await().atMost(SOON).until(() -> row(subscription.getId()).readSeq > before);
        assertThat(row(subscription.getId()).readSeq).isBetween(before + 1, before + 4);
        settled();
    }

    @Test
    void aLivingSubscriptionOfADeletedOrganizationIsSeen() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        admin().delete(API + "/organizations/" + org).then().statusCode(202);
        await().atMost(SOON)
                .until(() -> admin().get(API + "/organizations/" + org).statusCode() == 404);
        look(subscription.getId());
        await().atMost(SOON).until(() -> row(subscription.getId()).hold == Hold.organization_gone);
        assertThat(row(subscription.getId()).lookAt)
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(59)),
                        Instant.now().plus(Duration.ofMinutes(60)));

        customers.cancel(subscription.getId());
        awaitDone(subscription, event -> event.path("type").asText().endsWith(".deleted"));
        assertThat(row(subscription.getId()).hold).isNull();
        assertThat(row(subscription.getId()).lookAt).isNull();
    }

    @Test
    void ofWhoWasErasedNothingIsStoredAgain() throws StripeException {
        String org = "org-" + UUID.randomUUID().toString().substring(0, 8);
        update("INSERT INTO erasures (org_id, seen_at, erased_at) VALUES ('%s', now(), now())".formatted(org));
        Subscription late = customers.subscribe(org);
        String event = events(late).get(0);
        await().atMost(SOON).untilAsserted(() -> event(event).body("state", equalTo("ignored")));
        event(event)
                .body(
                        "type",
                        equalTo("customer.subscription.created"),
                        "subscription_id",
                        nullValue(),
                        "note",
                        equalTo(Projection.ERASED.note()));
        settled();
        assertThat(count("stripe_events WHERE subscription_id = '%s'".formatted(late.getId())))
                .isZero();
        assertThat(count("stripe_subscriptions WHERE org_id = '%s'".formatted(org)))
                .isZero();
        assertThat(count("stripe_customers WHERE org_id = '%s'".formatted(org))).isZero();
    }

    @Test
    void whatWasSettledLongAgoIsForgotten() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        String old = events(subscription).get(0);
        update("UPDATE stripe_events SET settled_at = '%s' WHERE event_id = '%s'"
                .formatted(Instant.now().minus(EventExpiry.KEPT).minusSeconds(60), old));
        stripe.cancelInPortal(subscription.getId());
        awaitDone(subscription, event -> !event.path("id").asText().equals(old));
        expiry.expire();
        event(old).statusCode(404);
        event(events(subscription).get(1)).statusCode(200);
    }

    @Test
    void anEndIsAnEndAlsoWhereTheCustomerIsMissing() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        stripe.faults().alwaysAt("GET", "/v1/subscriptions", Fault.MISSING);
        customers.cancel(subscription.getId());
        awaitState(org, "cancelled");
    }

    /** An organization that Stripe has said something of, whose grace ends that far ahead. */
    private String billedByStripe(Duration graceEnds) {
        String org = organization();
        admin().body(
                        "{\"state\": \"past_due\", \"source\": \"stripe\", \"plan\": \"growth\", \"grace_ends_at\": \"%s\"}"
                                .formatted(Instant.now().plus(graceEnds)))
                .put(API + "/organizations/" + org + "/billing-state")
                .then()
                .statusCode(200);
        return org;
    }

    private static void look(String subscription) {
        QuarkusTransaction.requiringNew()
                .run(() -> SubscriptionRow.<SubscriptionRow>findById(subscription).lookAt = Instant.now());
    }

    private static SubscriptionRow row(String subscription) {
        return QuarkusTransaction.requiringNew().call(() -> SubscriptionRow.findById(subscription));
    }

    private static void update(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> Panache.getEntityManager().createNativeQuery(sql).executeUpdate());
    }

    private static long count(String rows) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number) Panache.getEntityManager()
                        .createNativeQuery("SELECT count(*) FROM " + rows)
                        .getSingleResult())
                .longValue());
    }
}
