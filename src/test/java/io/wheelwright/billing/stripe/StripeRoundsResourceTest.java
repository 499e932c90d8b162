package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wheelwright.Leadership;
import io.wheelwright.access.Caller;
import io.wheelwright.agent.MovableClock;
import io.wheelwright.billing.LivingSubscriptions;
import io.wheelwright.billing.stripe.ReversalList.Listed;
import io.wheelwright.billing.stripe.ReversalList.Source;
import io.wheelwright.billing.stripe.Subject.Kind;
import io.wheelwright.erasure.Tombstones;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.lab.stripe.Ledger;
import io.wheelwright.organization.Customers;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hub finds out though no event of Stripe has arrived. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class StripeRoundsResourceTest extends OnStripe {

    /** As it ships, and with an account: it is not the one that is asked. */
    private static final StripeConfig SHIPPED = new SmallRyeConfigBuilder()
            .withMapping(StripeConfig.class)
            .withDefaultValue("wheelwright.stripe.api-key", "sk_test_shipped")
            .withDefaultValue("wheelwright.stripe.webhook-secrets", "whsec_shipped")
            .build()
            .getConfigMapping(StripeConfig.class);

    @Inject
    Backfill backfill;

    @Inject
    Sweep sweep;

    @Inject
    UndecidedDisputes disputes;

    @Inject
    Reversals reversals;

    @Inject
    Rounds rounds;

    @Inject
    Inbox inbox;

    @Inject
    StripeMetrics metrics;

    @Inject
    StripeConnection connection;

    @Inject
    StripeAccount account;

    @Inject
    Leadership leadership;

    @Inject
    Caller caller;

    @Inject
    Customers known;

    @Inject
    Tombstones tombstones;

    @Inject
    LivingSubscriptions living;

    /** Other tests have moved Stripe's time on and back again: no event of theirs is to be the last one that is known. */
    @BeforeEach
    void theRoundsOfTheStartAreOver() {
        firstRoundIsOver();
        update("UPDATE stripe_rounds SET reached_at = '%s' WHERE name = 'backfill'"
                .formatted(stripe.now().minus(Duration.ofMinutes(1))));
    }

    @Test
    void eventsThatDidNotArriveAreFetchedOnce() throws StripeException {
        String org = organization();
        stripe.deliveries().drop(type -> true);
        Subscription subscription = customers.subscribe(org);
        customers.note(subscription, 101);
        String begun = events(subscription).get(0);
        event(begun).statusCode(404);

        stripe.faults().always("GET", "/v1/events", Fault.UNAVAILABLE);
        assertThatThrownBy(backfill::run).isInstanceOf(StripeAway.class);
        stripe.faults().clear();
        assertThat(backfill.run()).isGreaterThan(101);
        awaitState(org, "active");
        event(begun).body("state", equalTo("done"), "deliveries", equalTo(1));
        settled();
        billing(org).body("revision", equalTo(1));

        assertThat(backfill.run()).isZero();
        stripe.deliveries().resend(begun);
        settled();
        event(begun).body("deliveries", equalTo(2));
        billing(org).body("revision", equalTo(1));
    }

    @Test
    void whatStripeStopsInItsMiddleSkipsNothing() throws StripeException {
        String org = organization();
        stripe.deliveries().drop(type -> true);
        Subscription subscription = customers.subscribe(org);
        customers.note(subscription, 101);
        String begun = events(subscription).get(0);
        String latest =
                stripe.events().get(stripe.events().size() - 1).path("id").asText();
        Instant reached = rounds.reached();
        List<String> asked = new ArrayList<>();
        EventList stopping = new EventList(connection) {
            @Override
            EventPage since(Instant since, String after) {
                asked.add(after);
                if (asked.size() == 2) {
                    stripe.faults().next("GET", "/v1/events", Fault.TOO_MANY);
                }
                return super.since(since, after);
            }
        };
        Backfill interrupted = new Backfill(stopping, inbox, rounds, metrics);

        assertThatThrownBy(interrupted::run).isInstanceOf(StripeAway.class).hasMessageContaining("429");
        event(latest).statusCode(200);
        event(begun).statusCode(404);
        assertThat(rounds.reached()).as("it is no further").isEqualTo(reached);

        assertThat(interrupted.run()).isPositive();
        assertThat(asked.subList(0, 3)).containsExactly(null, asked.get(1), null);
        awaitState(org, "active");
        event(begun).body("state", equalTo("done"), "deliveries", equalTo(1));
        event(latest).body("deliveries", equalTo(1));
        assertThat(rounds.reached()).isAfter(reached);
    }

    @Test
    void nothingOfWhoHasPaidIsDestroyedBeforeAllWereCompared() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        String uid = row(subscription).orgUid;
        assertThat(living.objection(org, uid)).get().asString().contains(subscription.getId());
        customers.cancel(subscription.getId());
        awaitState(org, "cancelled");
        assertThat(living.objection(org, uid)).isEmpty();

        QuarkusTransaction.requiringNew().run(() -> SubscriptionRow.getEntityManager()
                .createNativeQuery("UPDATE stripe_rounds SET finished_at = finished_at - interval '27 hours'"
                        + " WHERE name = 'sweep'")
                .executeUpdate());
        assertThat(living.objection(org, uid)).get().asString().contains("before all subscriptions");
        assertThat(living.objection(organization(), "never-a-customer")).isEmpty();
        sweep.run();
        assertThat(living.objection(org, uid)).isEmpty();
    }

    @Test
    void whatNoEventHasToldIsReadAgain() throws StripeException {
        String org = organization();
        stripe.deliveries().drop(type -> true);
        Subscription unnamed = customers.subscribeUnnamed();
        Subscription subscription = customers.subscribe(org);

        assertThat(sweep.run()).isPositive();
        awaitState(org, "active");
        assertThat(row(unnamed)).as("what belongs to nobody here").isNull();
        await().atMost(SOON).until(() -> sweep.run() == 0);

        stripe.cancelInPortal(subscription.getId());
        assertThat(sweep.run()).isOne();
        await().atMost(SOON).until(() -> date(org, "ends_at") != null);
        await().atMost(SOON).until(() -> sweep.run() == 0);
    }

    @Test
    void whatNoEventHasToldIsReadAtMostFiveTimesASecond() throws StripeException {
        String one = organization();
        String other = organization();
        await().atMost(SOON).until(() -> sweep.run() == 0);
        stripe.deliveries().drop(type -> true);
        Subscription first = customers.subscribe(one);
        Subscription second = customers.subscribe(other);
        Instant later = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        Sweep anHourAhead = new Sweep(
                new StripeReader(connection, Clock.systemUTC()),
                known,
                tombstones,
                rounds,
                Clock.fixed(later, ZoneOffset.UTC));

        assertThat(anHourAhead.run()).isEqualTo(2);
        assertThat(List.of(row(first).lookAt, row(second).lookAt))
                .containsExactlyInAnyOrder(later, later.plusMillis(200));
        look(first);
        look(second);
        awaitState(one, "active");
        awaitState(other, "active");
        await().atMost(SOON).until(() -> sweep.run() == 0);
    }

    @Test
    void afterALossOfTheDatabaseAllIsFoundWhoeverIsThereFirst() throws StripeException {
        String org = "org-" + UUID.randomUUID().toString().substring(0, 8);
        stripe.deliveries().drop(type -> true);
        Subscription subscription = customers.subscribe(org);
        assertThat(sweep.run()).isPositive();
        await().atMost(SOON).until(() -> row(subscription).attempts > 0);
        assertThat(row(subscription).lookAt).isBefore(Instant.now().plus(Duration.ofMinutes(3)));
        customers.declare(org);
        await().atMost(SOON)
                .until(() -> admin().get(API + "/organizations/" + org).statusCode() == 200);
        update("UPDATE stripe_subscriptions SET look_at = read_at WHERE org_id = '%s'".formatted(org));
        awaitState(org, "active");

        update("UPDATE stripe_rounds SET reached_at = NULL WHERE name = 'backfill'");
        assertThat(rounds.reached())
                .isBetween(
                        Instant.now().minus(Duration.ofDays(30)).minusSeconds(60),
                        Instant.now().minus(Duration.ofDays(30)));
        backfill.run();
        assertThat(rounds.reached()).isAfter(Instant.now().minus(Duration.ofDays(29)));
    }

    @Test
    void aComparisonGoesOnWhereStripeDidNotAnswer() {
        List<String> asked = new ArrayList<>();
        Queue<StripeException> errors = new ArrayDeque<>(List.of(
                new ApiConnectionException("It is away."),
                new InvalidRequestException("No such subscription", null, null, null, 400, null)));
        StripeReader threePages = new StripeReader(connection, Clock.systemUTC()) {
            @Override
            SubscriptionPage list(String after) {
                asked.add(after);
                if ("two".equals(after) && !errors.isEmpty()) {
                    throw new StripeAway(errors.remove());
                }
                return new SubscriptionPage(List.of(), after == null ? "one" : after.equals("one") ? "two" : null);
            }
        };
        Sweep toBeGoneOnWith = new Sweep(threePages, known, tombstones, rounds, Clock.systemUTC());
        assertThatThrownBy(toBeGoneOnWith::run).isInstanceOf(StripeAway.class);
        assertThatThrownBy(toBeGoneOnWith::run).isInstanceOf(StripeAway.class);
        assertThat(toBeGoneOnWith.run()).isZero();
        assertThat(asked).containsExactly(null, "one", "two", "two", null, "one", "two");
    }

    @Test
    void whatWentBackDuringALongAbsenceIsFound() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        String other = organization();
        Subscription disputed = customers.subscribe(other);
        awaitState(org, "active");
        awaitState(other, "active");
        refund(org, "{\"mode\": \"amount\", \"amount\": 300, \"reason\": \"duplicate\"}")
                .statusCode(200);
        settled();
        String first = refunds(org).extract().path("items[0].refund_id");
        stripe.deliveries().drop(type -> true);
        stripe.advance(Duration.ofHours(1));
        stripe.settleRefund(first, "failed");
        String refund = customers.refund(charge(subscription), 700);
        customers.refund(charge(subscription), 200);
        String dispute = stripe.dispute(charge(disputed), "fraudulent");
        stripe.advance(Duration.ofDays(31));
        update("UPDATE stripe_rounds SET reached_at = '%s' WHERE name IN ('backfill', 'refunds', 'disputes')"
                .formatted(stripe.now().minus(Duration.ofDays(31)).minus(Duration.ofMinutes(1))));
        update("UPDATE stripe_rounds SET finished_at = '%s' WHERE name = 'refunds'"
                .formatted(Instant.now().minus(Duration.ofDays(31))));
        backfill.run();
        settled();
        refunds(org).body("items.amount", equalTo(List.of(300)), "items.status", equalTo(List.of("succeeded")));

        stripe.faults().always("GET", "/v1/refunds/", Fault.UNAVAILABLE);
        assertThatThrownBy(reversals.refunds()::run).isInstanceOf(StripeAway.class);
        stripe.faults().clear();
        Instant reached = rounds.reached(Rounds.REFUNDS);
        assertThat(reached).isBefore(stripe.now().minus(Duration.ofDays(31)));
        assertThat(reversals.refunds().run()).isTrue();
        assertThat(reversals.disputes().run()).isTrue();

        refunds(org)
                .body(
                        "items.findAll { it.status == 'succeeded' }.amount.sum()",
                        equalTo((int) refunded(subscription)),
                        "items.find { it.refund_id == '%s' }.status".formatted(first),
                        equalTo("failed"));
        assertThat(refunded(subscription)).isEqualTo(900);
        admin().get(API + "/subscriptions/" + other + "/disputes")
                .then()
                .statusCode(200)
                .body("items.dispute_id", equalTo(List.of(dispute)));
        assertThat(rounds.reached(Rounds.REFUNDS)).isAfter(reached);
        List<String> asked = asked(() -> {
            reversals.refunds().run();
            reversals.disputes().run();
        });
        assertThat(asked)
                .as("what is kept is listed, and not read")
                .contains("/v1/refunds", "/v1/disputes")
                .doesNotContain("/v1/refunds/" + refund, "/v1/disputes/" + dispute);
    }

    /** One whose event was given up in the end would never be found if the mark had passed it. */
    @Test
    void whatAnEventIsYetToTellOfIsLeftToIt() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        update("UPDATE stripe_rounds SET reached_at = '%s' WHERE name = 'refunds'"
                .formatted(stripe.now().minusSeconds(5)));
        stripe.deliveries().drop(type -> true);
        String told = customers.refund(charge(subscription), 700);
        JsonNode event = stripe.events().stream()
                .filter(one -> one.path("type").asText().equals("refund.created"))
                .filter(one -> one.at("/data/object/id").asText().equals(told))
                .findFirst()
                .orElseThrow();
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        QuarkusTransaction.requiringNew()
                .run(() -> EventEntity.store(
                        StripeEvent.read(event).orElseThrow(),
                        new StripeEvent.Arrival(EventState.pending, null),
                        tomorrow));
        update("UPDATE stripe_events SET attempts = 1 WHERE refund_id = '%s'".formatted(told));
        stripe.advance(Duration.ofMinutes(1));
        customers.refund(charge(subscription), 200);

        assertThat(asked(() -> assertThat(reversals.refunds().run()).isTrue())).doesNotContain("/v1/refunds/" + told);
        refunds(org).body("items.amount", equalTo(List.of(200)));
        assertThat(rounds.reached(Rounds.REFUNDS))
                .isBeforeOrEqualTo(Instant.ofEpochSecond(
                        stripe.object(told).path("created").asLong()));

        update("UPDATE stripe_events SET state = 'dead', settled_at = next_at WHERE refund_id = '%s'".formatted(told));
        assertThat(reversals.refunds().run()).isTrue();
        refunds(org).body("items.amount.sum()", equalTo(900));
    }

    @Test
    void whatWasReadBeforeAnInterruptionIsNotReadAgain() {
        Rounds marks = marks();
        Listed first = new Listed("re_first", "succeeded", Instant.ofEpochSecond(1));
        Listed second = new Listed("re_second", "succeeded", Instant.ofEpochSecond(2));
        List<String> asked = new ArrayList<>();
        Queue<StripeException> errors = new ArrayDeque<>(List.of(new ApiConnectionException("It is away.")));
        ReversalList list = refunds(marks, List.of(first, second), one -> false, id -> {
            asked.add(id);
            if (id.equals(second.id()) && !errors.isEmpty()) {
                throw errors.remove();
            }
            return false;
        });
        assertThatThrownBy(list::run).isInstanceOf(StripeAway.class);
        assertThat(marks.reached(Rounds.REFUNDS)).isEqualTo(Instant.EPOCH);
        assertThat(list.run()).isTrue();
        assertThat(marks.reached(Rounds.REFUNDS)).isEqualTo(second.created());
        assertThat(asked).containsExactly("re_first", "re_second", "re_second");
    }

    /** Reads one of a list; says whether it is about a customer of this hub. */
    private interface Reader {
        boolean follow(String id) throws StripeException;
    }

    /** A list of refunds on which these stand, whatever is asked. */
    private static ReversalList refunds(Rounds marks, List<Listed> all, Predicate<Listed> isKept, Reader reader) {
        Source source = new Source() {
            @Override
            public List<Listed> since(Instant since) {
                return all;
            }

            @Override
            public boolean follow(String id) throws StripeException {
                return reader.follow(id);
            }
        };
        return new ReversalList(Kind.refund, Rounds.REFUNDS, marks, source, isKept);
    }

    /** How far one list has come, for nobody else. */
    private static Rounds marks() {
        return new Rounds(null, Clock.systemUTC()) {
            private Instant reached = Instant.EPOCH;

            @Override
            Instant reached(String round) {
                return reached;
            }

            @Override
            boolean isLongAgo(String round) {
                return false;
            }

            @Override
            void fetched(String round, Instant last) {
                reached = last;
            }
        };
    }

    @Test
    void aRefundWaitsHalfAnHourForWhoseItIs() throws StripeException {
        Rounds marks = marks();
        Listed early = new Listed("re_1", "succeeded", Instant.ofEpochSecond(1));
        Listed late = new Listed("re_2", "succeeded", Instant.ofEpochSecond(2));
        List<String> asked = new ArrayList<>();
        ReversalList list = refunds(marks, List.of(late, early), late::equals, id -> {
            asked.add(id);
            throw new NotYet("Its organization is not there yet.");
        });
        for (int i = 0; i < 5; i++) {
            assertThat(list.run()).isFalse();
            assertThat(marks.reached(Rounds.REFUNDS)).isEqualTo(Instant.EPOCH);
        }
        assertThat(list.run()).isTrue();
        assertThat(marks.reached(Rounds.REFUNDS)).isEqualTo(late.created());
        assertThat(asked).hasSize(6).containsOnly("re_1");
    }

    private ValidatableResponse refunds(String org) {
        return admin().get(API + "/subscriptions/" + org + "/refunds").then().statusCode(200);
    }

    /** What went back of its first payment, and did not come again, by the ledger. */
    private long refunded(Subscription subscription) {
        return amount(Ledger.Kind.REFUND, subscription) - amount(Ledger.Kind.REFUND_FAILED, subscription);
    }

    private long amount(Ledger.Kind kind, Subscription subscription) {
        return stripe.ledger().lines(kind).stream()
                .filter(line -> charge(subscription).equals(line.charge()))
                .mapToLong(Ledger.Line::amount)
                .sum();
    }

    /** What Stripe is asked by the hub meanwhile. */
    private List<String> asked(Runnable meanwhile) {
        List<String> paths = new CopyOnWriteArrayList<>();
        stripe.listen(request -> {
            if (request.key().equals(stripe.apiKey())) {
                paths.add(request.path());
            }
        });
        meanwhile.run();
        return List.copyOf(paths);
    }

    /** Also where nothing is sent at all, and without asking for every subscription as often. */
    @Test
    void eventsAreListedEveryFewMinutesAndSubscriptionsEveryDay() throws StripeException {
        MovableClock clock = new MovableClock(Instant.now());
        RoundTurns turns = new RoundTurns(
                new StripeAccount(SHIPPED),
                leadership,
                backfill,
                sweep,
                disputes,
                reversals,
                caller,
                clock,
                new SimpleMeterRegistry());
        turns.turn();
        Object compared = finished("sweep");
        String org = organization();
        stripe.deliveries().drop(type -> true);
        String begun = events(customers.subscribe(org)).get(0);

        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        turns.turn();
        event(begun).statusCode(404);
        clock.advance(Duration.ofMillis(1));
        turns.turn();
        event(begun).statusCode(200);
        awaitState(org, "active");
        assertThat(finished("sweep")).isEqualTo(compared);

        clock.advance(Duration.ofDays(1));
        turns.turn();
        assertThat(finished("sweep")).isNotEqualTo(compared);
    }

    private static Object finished(String round) {
        return QuarkusTransaction.requiringNew().call(() -> SubscriptionRow.getEntityManager()
                .createNativeQuery("SELECT finished_at FROM stripe_rounds WHERE name = '%s'".formatted(round))
                .getSingleResult());
    }

    @Test
    void whereNothingIsNewOneListIsAskedFor() {
        Rounds marks = marks();
        marks.fetched("backfill", stripe.now().plus(Duration.ofMinutes(16)));
        Backfill idle = new Backfill(new EventList(connection), inbox, marks, metrics);
        assertThat(asked(() -> assertThat(idle.run()).isZero())).containsOnlyOnce("/v1/events");
    }

    @Test
    void roundsInVainAreCountedAndGoneAgain() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        MovableClock clock = new MovableClock(Instant.now());
        RoundTurns turns =
                new RoundTurns(account, leadership, backfill, sweep, disputes, reversals, caller, clock, meters);
        stripe.faults().always("GET", "/v1/events", Fault.FORBIDDEN);
        turns.turn();
        turns.turn();
        assertThat(failures(meters)).isOne();
        clock.advance(Duration.ofMinutes(1));
        turns.turn();
        assertThat(failures(meters)).isEqualTo(2);
        stripe.faults().clear();
        clock.advance(Duration.ofMinutes(2));
        turns.turn();
        assertThat(failures(meters)).isZero();
    }

    private static double failures(MeterRegistry meters) {
        return meters.get("wheelwright.stripe.rounds.failures").gauge().value();
    }
}
