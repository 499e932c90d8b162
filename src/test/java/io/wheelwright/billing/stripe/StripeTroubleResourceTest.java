package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.access.Caller;
import io.wheelwright.agent.MovableClock;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Patience;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a hub makes of Stripe's events when Stripe, or the organization, is not there. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class StripeTroubleResourceTest extends OnStripe {

    @Inject
    EventExpiry expiry;

    @Inject
    Inbox inbox;

    @Inject
    Customers known;

    @Inject
    OrganizationBilling billing;

    @Inject
    Caller caller;

    @Test
    void whileStripeIsAwayAllDatesThatAreNearArePutOffAndLooksComeLaterAndLater() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        String near = billedByStripe(Duration.ofMinutes(9));
        String far = billedByStripe(Duration.ofHours(2));
        Instant farEnd = date(far, "grace_ends_at");
        stripe.faults().always("GET", "/v1/subscriptions/", Fault.UNAVAILABLE);
        Instant begin = Instant.now();
        for (int failures = 1; failures <= 3; failures++) {
            int wanted = failures;
            look(subscription);
            await().atMost(SOON).until(() -> row(subscription).attempts == wanted);
        }
        assertThat(row(subscription).lookAt)
                .isAfter(begin.plus(Duration.ofMinutes(8)))
                .isBefore(Instant.now().plus(Duration.ofMinutes(9)));
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            look(subscription);
            assertThat(date(near, "grace_ends_at")).isAfter(Instant.now().plus(Duration.ofHours(23)));
        });
        assertThat(date(far, "grace_ends_at")).isEqualTo(farEnd);
        assertIsToldToNobody(near, "graceEndsAt");
        stripe.faults().clear();
        look(subscription);
        await().atMost(SOON).until(() -> row(subscription).attempts == 0);
    }

    @Test
    void datesArePutOffForAllAtMostOnceAMinute() {
        MovableClock clock = new MovableClock(Instant.now());
        Reprieve reprieve = new Reprieve(known, billing, clock);
        caller.actAs(Projection.SOURCE);
        String first = billedByStripe(Duration.ofMinutes(9));
        reprieve.grantAll();
        assertThat(date(first, "grace_ends_at")).isAfter(Instant.now().plus(Duration.ofHours(23)));
        String second = billedByStripe(Duration.ofMinutes(9));
        Instant end = date(second, "grace_ends_at");
        reprieve.grantAll();
        assertThat(date(second, "grace_ends_at")).isEqualTo(end);
        clock.advance(Duration.ofMinutes(1));
        reprieve.grantAll();
        assertThat(date(second, "grace_ends_at")).isAfter(end);
    }

    @Test
    void whatStripeDoesNotShowHoldsForItselfAlone() throws StripeException {
        String org = organization();
        Subscription hidden = customers.subscribe(org);
        Subscription shown = customers.again(hidden);
        awaitState(org, "active");
        settled();
        String near = billedByStripe(Duration.ofMinutes(9));
        Instant nearEnd = date(near, "grace_ends_at");
        say(
                        org,
                        "{\"state\": \"active\", \"source\": \"stripe\", \"plan\": \"growth\", \"ends_at\": \"%s\"}"
                                .formatted(Instant.now().plus(Duration.ofMinutes(40))))
                .statusCode(200);
        stripe.faults().always("GET", "/v1/subscriptions/" + hidden.getId(), Fault.FORBIDDEN);

        look(hidden);
        await().atMost(SOON).until(() -> row(hidden).hold == Hold.unreadable);
        assertThat(row(hidden).lookAt).isAfter(Instant.now().plus(Duration.ofMinutes(59)));
        await().atMost(SOON).untilAsserted(() -> assertThat(date(org, "ends_at"))
                .isAfter(Instant.now().plus(Duration.ofHours(23))));
        assertIsToldToNobody(org, "endsAt");
        assertThat(date(near, "grace_ends_at")).isEqualTo(nearEnd);
        replay(events(hidden).get(0), "{}").statusCode(200).body("hold", equalTo("unreadable"));

        look(shown);
        await().atMost(SOON).until(() -> date(org, "ends_at") == null);
        assertThat(row(shown).hold).isNull();
        assertThat(row(hidden).hold).isEqualTo(Hold.unreadable);
        stripe.faults().clear();
        look(hidden);
        await().atMost(SOON).until(() -> row(hidden).hold == null);
    }

    /** Such as by the key of another account. */
    @Test
    void whoIsKnownToPayKeepsAllThoughStripeHasNoneOfThem() throws StripeException {
        Map<String, Subscription> paying = new HashMap<>();
        for (int i = 0; i < 6; i++) {
            String org = organization();
            paying.put(org, customers.subscribe(org));
        }
        paying.keySet().forEach(org -> awaitState(org, "active"));
        settled();
        paying.values()
                .forEach(one -> stripe.faults().alwaysAt("GET", "/v1/subscriptions/" + one.getId(), Fault.MISSING));

        paying.values().forEach(OnStripe::look);
        paying.values().forEach(one -> await().atMost(SOON).until(() -> row(one).hold == Hold.missing));
        paying.keySet().forEach(org -> billing(org)
                .body("state", equalTo("active"), "access", equalTo("Full"), "revision", equalTo(1)));
        assertThat(count("billing_suspensions WHERE org_id IN ('%s')".formatted(String.join("', '", paying.keySet()))))
                .isZero();

        stripe.faults().clear();
        paying.values().forEach(OnStripe::look);
        paying.values().forEach(one -> await().atMost(SOON).until(() -> row(one).hold == null));
        paying.keySet().forEach(org -> billing(org).body("access", equalTo("Full"), "revision", equalTo(1)));
    }

    @Test
    void eventsOfOneSubscriptionThatWaitTogetherAreServedByOneRead() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        stripe.deliveries().drop(type -> true);
        Set<String> before = Set.copyOf(events(subscription));
        for (int i = 0; i < 5; i++) {
            customers.endAt(subscription, stripe.now().plus(Duration.ofDays(20 + i)));
        }
        List<JsonNode> five = stripe.events().stream()
                .filter(event -> about(event, subscription))
                .filter(event -> !before.contains(event.path("id").asText()))
                .toList();
        assertThat(five).hasSize(5);
        AtomicInteger reads = new AtomicInteger();
        stripe.listen(request -> {
            if (request.path().equals("/v1/subscriptions/" + subscription.getId())) {
                reads.incrementAndGet();
            }
        });

        QuarkusTransaction.requiringNew()
                .run(() -> five.forEach(
                        event -> inbox.store(StripeEvent.read(event).orElseThrow())));
        five.forEach(event -> await().atMost(SOON)
                .untilAsserted(() -> event(event.path("id").asText()).body("state", equalTo("done"))));
        assertThat(reads).hasValue(1);
        billing(org).body("revision", equalTo(2));
    }

    @Test
    void nothingIsTakenByWhatCannotBeRead() throws StripeException {
        String org = organization();
        Subscription hidden = customers.subscribe(org);
        Subscription shown = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        stripe.faults().always("GET", "/v1/subscriptions/" + hidden.getId(), Fault.FORBIDDEN);
        look(hidden);
        await().atMost(SOON).until(() -> row(hidden).hold == Hold.unreadable);
        QuarkusTransaction.requiringNew().run(() -> SubscriptionRow.getEntityManager()
                .createNativeQuery("UPDATE stripe_subscriptions SET status = 'unpaid',"
                        + " facts = jsonb_set(facts, '{status}', '\"unpaid\"') WHERE subscription_id = :id")
                .setParameter("id", hidden.getId())
                .executeUpdate());

        customers.cancel(shown.getId());

        await().atMost(SOON).until(() -> row(shown).status.equals("canceled"));
        settled();
        billing(org).body("state", equalTo("active"));
        assertThat(row(shown).lookAt).as("it is looked at again").isNotNull();
        stripe.faults().clear();
        look(hidden);
        await().atMost(SOON).until(() -> row(hidden).hold == null);
        billing(org).body("state", equalTo("active"));
    }

    @Test
    void whoIsNotNamedAnyMoreFollowsWhatElseThereIs() throws StripeException {
        String mistaken = organization();
        String meant = organization();
        Subscription own = customers.subscribe(mistaken);
        awaitState(mistaken, "active");
        Subscription others = customers.again(own);
        customers.cancel(own.getId());
        settled();
        billing(mistaken).body("state", equalTo("active"));

        customers.name(others, meant);
        awaitState(meant, "active");
        awaitState(mistaken, "cancelled");

        long before = figure(StripeMetrics.FORSAKEN);
        customers.name(others, mistaken);
        awaitState(mistaken, "active");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(figure(StripeMetrics.FORSAKEN)).isGreaterThan(before));
        billing(meant).body("state", equalTo("active"));
    }

    /** Who follows the organization that it leaves wants the same rows. */
    @Test
    void whatMovesTakesTheRowsOfWhomItLeavesInOneOrder() throws StripeException {
        String mistaken = organization();
        String meant = organization();
        Subscription own = customers.subscribe(mistaken);
        awaitState(mistaken, "active");
        Subscription other = customers.again(own);
        settled();
        List<String> ordered = QuarkusTransaction.requiringNew().call(() -> SubscriptionRow.of(mistaken).stream()
                .map(row -> row.subscriptionId)
                .toList());
        assertThat(ordered).containsExactlyInAnyOrder(own.getId(), other.getId());
        String last = ordered.get(1);

        QuarkusTransaction.requiringNew()
                .timeout((int) Patience.END.toSeconds())
                .call(() -> {
                    SubscriptionRow.lockedOf(ordered.get(0));
                    customers.name(last.equals(own.getId()) ? own : other, meant);
                    await().atMost(SOON).until(() -> count("""
                            pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
                            AND query LIKE '%stripe_subscriptions%'""") > 0);
                    return assertThat(Panache.getEntityManager()
                                    .createNativeQuery("SELECT subscription_id FROM stripe_subscriptions"
                                            + " WHERE subscription_id = '" + last + "' FOR UPDATE NOWAIT")
                                    .getResultList())
                            .as("who waits for the first one does not have the last one")
                            .hasSize(1);
                });
        awaitState(meant, "active");
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
                        new StripeEvent(
                                "evt_" + id,
                                "invoice.paid",
                                false,
                                null,
                                null,
                                new Subject(Subject.Kind.subscription, "sub_" + id)),
                        new StripeEvent.Arrival(EventState.pending, null),
                        Instant.EPOCH);
            }
            SubscriptionRow.<SubscriptionRow>findById(subscription.getId()).lookAt = Instant.now();
            return Reads.next();
        });
        await().atMost(SOON).until(() -> row(subscription).readSeq > before);
        assertThat(row(subscription).readSeq).as("the crowd is twenty reads").isBetween(before + 1, before + 10);
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
        look(subscription);
        await().atMost(SOON).until(() -> row(subscription).hold == Hold.organization_gone);
        assertThat(row(subscription).lookAt)
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(59)),
                        Instant.now().plus(Duration.ofMinutes(60)));
        replay(events(subscription).get(0), "{}").statusCode(200).body("hold", equalTo("organization_gone"));

        customers.cancel(subscription.getId());
        awaitDone(subscription, event -> event.path("type").asText().endsWith(".deleted"));
        assertThat(row(subscription).hold).isNull();
        assertThat(row(subscription).lookAt).isNull();
    }

    @Test
    void ofWhoWasErasedAndWhoIsNotNamedNothingIsStored() throws StripeException {
        String org = "org-" + UUID.randomUUID().toString().substring(0, 8);
        update("INSERT INTO erasures (org_id, seen_at, erased_at) VALUES ('%s', now(), now())".formatted(org));
        assertLeavesNothing(customers.subscribe(org), "It is about a customer who was erased.");
        assertThat(count("stripe_customers WHERE org_id = '%s'".formatted(org))).isZero();
        assertLeavesNothing(
                customers.subscribeUnnamed(), "The metadata names no organization: wheelwright_org_id is missing.");
    }

    private void assertLeavesNothing(Subscription subscription, String note) {
        String event = events(subscription).get(0);
        await().atMost(SOON).untilAsserted(() -> event(event).body("state", equalTo("ignored")));
        event(event)
                .body(
                        "type", equalTo("customer.subscription.created"),
                        "subscription_id", nullValue(),
                        "note", equalTo(note));
        settled();
        String id = subscription.getId();
        assertThat(count("stripe_events WHERE subscription_id = '%s'".formatted(id)))
                .isZero();
        assertThat(count("stripe_subscriptions WHERE subscription_id = '%s'".formatted(id)))
                .isZero();
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
        settled();

        Instant day = Instant.now().plus(Duration.ofDays(90)).truncatedTo(ChronoUnit.SECONDS);
        say(
                        org,
                        "{\"state\": \"deletion_scheduled\", \"source\": \"stripe\", \"plan\": \"growth\", \"ends_at\": \"%s\", \"delete_after\": \"%s\"}"
                                .formatted(date(org, "ends_at"), day))
                .statusCode(200);
        look(subscription);
        awaitState(org, "cancelled");
        assertThat(date(org, "delete_after"))
                .as("the day that somebody has set after the same end")
                .isEqualTo(day);
    }

    @Test
    void whatIsBoughtWithinATrialIsFollowedThoughItIsCancelledAhead() throws StripeException {
        String org = organization();
        Instant trialEnd = Instant.now().plus(Duration.ofDays(10)).truncatedTo(ChronoUnit.SECONDS);
        say(
                        org,
                        "{\"state\": \"trialing\", \"source\": \"manual\", \"plan\": \"growth\", \"trial_ends_at\": \"%s\"}"
                                .formatted(trialEnd))
                .statusCode(200);
        stripe.deliveries().hold();
        Subscription shorter = customers.subscribe(org);
        customers.endAt(shorter, trialEnd.minus(Duration.ofDays(1)));
        stripe.deliveries().release();
        await().atMost(SOON).until(() -> row(shorter) != null && row(shorter).hold == Hold.kept_by_another);
        billing(org).body("state", equalTo("trialing"));

        Instant paidUntil = trialEnd.plus(Duration.ofDays(20));
        customers.endAt(shorter, paidUntil);
        awaitState(org, "active");
        assertThat(date(org, "ends_at")).isEqualTo(paidUntil);
    }

    /** An organization that Stripe has said something of, whose grace ends that far ahead. */
    private String billedByStripe(Duration graceEnds) {
        String org = organization();
        say(
                        org,
                        "{\"state\": \"past_due\", \"source\": \"stripe\", \"plan\": \"growth\", \"grace_ends_at\": \"%s\"}"
                                .formatted(Instant.now().plus(graceEnds)))
                .statusCode(200);
        return org;
    }

    private static void assertIsToldToNobody(String org, String date) {
        assertThat(count("organizations WHERE org_id = '%s' AND put_off_until = cast(billing ->> '%s' AS timestamptz)"
                        .formatted(org, date)))
                .isOne();
    }

    @Test
    void whoMayPayTwiceIsCounted() throws StripeException {
        String org = organization();
        customers.subscribe(org);
        awaitState(org, "active");
        settled();
        long others = figure(StripeMetrics.doubled(false));

        Subscription second = customers.subscribe(org);
        await().atMost(SOON).until(() -> figure(StripeMetrics.doubled(false)) > others);
        customers.cancel(second.getId());
        await().atMost(SOON).until(() -> figure(StripeMetrics.doubled(false)) <= others);
        billing(org).body("state", equalTo("active"));
    }

    private static long figure(String query) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number) SubscriptionRow.getEntityManager()
                        .createNativeQuery(query)
                        .getSingleResult())
                .longValue());
    }
}
