package io.wheelwright.billing.metering;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.PriceCreateParams.Recurring;
import com.stripe.param.PriceCreateParams.Recurring.Interval;
import com.stripe.param.PriceCreateParams.Recurring.UsageType;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.billing.MeterEventCreateParams;
import com.stripe.param.billing.MeterEventSummaryListParams;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.billing.stripe.OnStripe;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.lab.stripe.StripePrices;
import io.wheelwright.lab.stripe.TestCard;
import io.wheelwright.product.Products;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Together;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Usage that Stripe is told of; Stripe's own sums and invoices are the judge. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class MeteringResourceTest extends OnStripe {

    private static final String EVENTS = "/v1/billing/meter_events";
    private static final String ADJUSTMENTS = "/v1/billing/meter_event_adjustments";
    private static final String TAKEN_BACK = "kind = 'meter_event_cancellation'";
    private static final long INCLUDED = 100;

    /** A request, and the one that the library makes by itself after it. */
    private static final int TRY = 2;

    @Inject
    TestSpokes spokes;

    @Inject
    EntityManager database;

    @Inject
    Products products;

    @Inject
    Telling telling;

    @Inject
    LastTelling last;

    private String org;
    private String meter;
    private String sold;
    private String traffic;
    private String product;
    private Subscription subscription;
    private TestSpoke spoke;

    @BeforeEach
    void aCustomerWhoPaysForTraffic() throws StripeException {
        org = organization();
        String name = "traffic_" + UUID.randomUUID().toString().substring(0, 8);
        meter = StripePrices.meter(customers.client(), name);
        sold = StripePrices.monthly(customers.client(), 2900);
        traffic = metered(10);
        product = publish(spec());
        subscription = subscribe(customers.buyers().payer(), org);
        awaitState(org, "active");
        spoke = instance(product);
    }

    private TestSpoke instance(String product) {
        return spokes.make(
                LabPlane.shared().resource(space, Organization.class, org).get(), product);
    }

    @Test
    void whatGoesBeyondThePlanIsToldOnce() throws StripeException {
        report(INCLUDED - 20);
        Map<String, Object> batch = report(70);
        awaitTold(50);

        send(batch).body("repeated", equalTo(true));
        report(5);
        awaitTold(55);
        assertThat(rows("count(*)")).isEqualTo(2);
        assertThat(rows("count(distinct event_name)")).isEqualTo(1);
        assertThat(shares()).isEqualTo("100/0/55");
        Instant begin =
                Instant.ofEpochSecond(subscription.getItems().getData().get(0).getCurrentPeriodStart());
        assertThat(rows("count(*) FILTER (WHERE booked_at = greatest(counted_at, '%s'))".formatted(begin)))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LOSE_ANSWER", "LOSE_REQUEST", "INTERNAL_ERROR", "TOO_MANY", "UNAVAILABLE", "CONFLICT", "FORBIDDEN"
            })
    void whateverHappensToTheCallItIsCountedOnce(Fault fault) throws StripeException {
        stripe.faults().next(TRY, "POST", EVENTS, fault);
        report(INCLUDED + 50);

        await().atMost(SOON).until(() -> rows("count(*) FILTER (WHERE error IS NOT NULL)") == 1);
        await().atMost(SOON).until(() -> {
            dueNow();
            return rows("count(*) FILTER (WHERE state = 'waiting')") == 0;
        });
        assertThat(counted()).isEqualTo(50);
        assertThat(rows("count(*) FILTER (WHERE state = 'done')")).isEqualTo(1);
    }

    @Test
    void aHubThatDiesBeforeItRecordsTheAnswerTellsNothingTwice() throws StripeException {
        report(INCLUDED + 50);
        awaitTold(50);

        asIfNotRecorded(Instant.now());
        awaitDone();
        assertThat(rows("sum(attempts)")).isEqualTo(2);
        assertThat(counted()).isEqualTo(50);
    }

    @Test
    void whatStripeMayHaveForgottenIsLookedForAndNotToldAgain() throws StripeException {
        report(INCLUDED + 50);
        awaitTold(50);
        asIfNotRecorded(Instant.now().minus(Duration.ofHours(21)));
        awaitDone();
        assertThat(rows("sum(attempts)")).as("nothing was sent").isEqualTo(1);
        assertThat(counted()).isEqualTo(50);
    }

    @Test
    void whatNeverArrivedIsToldAfterADay() throws StripeException {
        stripe.faults().next(TRY, "POST", EVENTS, Fault.LOSE_REQUEST);
        report(INCLUDED + 50);
        await().atMost(SOON).until(() -> rows("count(*) FILTER (WHERE error IS NOT NULL)") == 1);

        asIfNotRecorded(Instant.now().minus(Duration.ofHours(21)));
        awaitTold(50);
    }

    @Test
    void whatNobodyCanTellIsRaisedAndNotToldAgain() throws StripeException {
        report(INCLUDED + 50);
        awaitTold(50);
        Instant booked = QuarkusTransaction.requiringNew().call(() -> (Instant)
                database.createNativeQuery("SELECT booked_at FROM meter_events WHERE org_id = :org", Instant.class)
                        .setParameter("org", org)
                        .getSingleResult());
        customers
                .client()
                .v1()
                .billing()
                .meterEvents()
                .create(MeterEventCreateParams.builder()
                        .setEventName(stripe.object(meter).path("event_name").asText())
                        .setTimestamp(booked.getEpochSecond())
                        .putPayload("stripe_customer_id", subscription.getCustomer())
                        .putPayload("value", "3")
                        .build());

        asIfNotRecorded(Instant.now().minus(Duration.ofHours(21)));
        await().atMost(SOON)
                .until(() -> rows("count(*) FILTER (WHERE state = 'waiting' AND doubtful_since IS NOT NULL)") == 1);
        update("UPDATE meter_events SET doubtful_since = doubtful_since - interval '1 day' WHERE org_id = :org");
        dueNow();
        await().atMost(SOON).until(() -> rows("count(*) FILTER (WHERE state = 'failed' AND failure = 'unknown')") == 1);
        assertThat(counted()).isEqualTo(53);
    }

    @Test
    void sumsThatMayNotHaveEverythingYetAreAskedLater() throws StripeException {
        report(INCLUDED + 50);
        awaitTold(50);
        report(7);
        awaitTold(57);
        theFiftyAreInDoubtBesideTheSeven();

        update(
                "UPDATE meter_events SET finished_at = finished_at - interval '2 hours' WHERE units = 7 AND org_id = :org");
        dueNow();
        awaitDone();
        assertThat(rows("sum(attempts)")).as("nothing was sent").isEqualTo(2);
        assertThat(counted()).isEqualTo(57);
    }

    /** As after a crash a day ago, told within the same time as the others. */
    private void theFiftyAreInDoubtBesideTheSeven() {
        update("""
                UPDATE meter_events SET state = 'waiting', finished_at = NULL, first_sent_at = '%s',
                  first_booked_at = booked_at,
                  booked_at = (SELECT booked_at FROM meter_events WHERE units = 7 AND org_id = :org)
                WHERE units = 50 AND org_id = :org
                """.formatted(Instant.now().minus(Duration.ofHours(21))));
        update("UPDATE meter_events SET next_at = now() WHERE units = 50 AND org_id = :org");
        dueNow();
        await().atMost(SOON)
                .until(() -> rows("count(*) FILTER (WHERE state = 'waiting' AND error LIKE '%an hour after%')") == 1);
    }

    @Test
    void whatIsTakenBackIsNotChargedAndNotToldAgain() throws StripeException {
        report(INCLUDED + 50);
        awaitTold(50);
        String told = identifier("TRUE");
        AtomicInteger asked = new AtomicInteger();
        stripe.listen(request -> {
            if (request.path().equals(ADJUSTMENTS) && request.parameters().contains(told)) {
                asked.incrementAndGet();
            }
        });

        takeBack(told)
                .statusCode(200)
                .body(
                        "state",
                        equalTo("cancelled"),
                        "units",
                        equalTo(50),
                        "month",
                        matchesPattern("[0-9]{4}-[0-9]{2}"));
        assertThat(counted()).isZero();
        takeBack(told).statusCode(409).body("detail", containsString("already"));
        assertThat(asked).hasValue(1);
        assertThat(count("stripe_calls", TAKEN_BACK)).isEqualTo(1);
        assertAudited(org, "meter_event_cancellation");

        report(5);
        awaitTold(5);
        assertThat(shares()).isEqualTo("100/0/55");
        String next = admin().queryParam("limit", 1)
                .get(API + "/subscriptions/" + org + "/meter-events")
                .then()
                .statusCode(200)
                .body("total", equalTo(2), "items.state", equalTo(List.of("done")), "items.units", equalTo(List.of(5)))
                .extract()
                .path("next_cursor");
        admin().queryParam("cursor", next)
                .get(API + "/subscriptions/" + org + "/meter-events")
                .then()
                .statusCode(200)
                .body("items.id", equalTo(List.of(told)), "items.state", equalTo(List.of("cancelled")));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LOSE_ANSWER", "LOSE_REQUEST", "INTERNAL_ERROR", "TOO_MANY", "UNAVAILABLE", "CONFLICT", "FORBIDDEN"
            })
    void whateverHappensToTheCallItIsTakenBackOnce(Fault fault) throws StripeException {
        String fifty = toldFiftyAndSeven();
        stripe.faults().next(TRY, "POST", ADJUSTMENTS, fault);
        String key = UUID.randomUUID().toString();
        takeBack(fifty, key).statusCode(202);
        takeBack(fifty).statusCode(202);

        await().atMost(SOON).until(() -> {
            update("UPDATE stripe_calls SET next_at = now() WHERE state = 'waiting' AND org_id = :org");
            return takeBack(fifty, key).extract().statusCode() == 200;
        });
        assertThat(counted()).isEqualTo(7);
        assertThat(rows("count(*) FILTER (WHERE state = 'cancelled' AND units = 50)"))
                .isEqualTo(1);
        assertThat(count("stripe_calls", TAKEN_BACK)).isEqualTo(1);
    }

    @Test
    void aHubThatDiesBeforeItRecordsWhatWasTakenBackGoesOn() throws StripeException {
        String fifty = toldFiftyAndSeven();
        takeBack(fifty).statusCode(200);
        update("UPDATE meter_events SET state = 'done', cancelled_at = NULL WHERE org_id = :org");
        update("UPDATE stripe_calls SET state = 'waiting', result = NULL, finished_at = NULL, next_at = now() WHERE "
                + TAKEN_BACK + " AND org_id = :org");

        await().atMost(SOON).until(() -> count("stripe_calls", TAKEN_BACK + " AND state = 'done'") == 1);
        assertThat(rows("count(*) FILTER (WHERE state = 'cancelled' AND units = 50)"))
                .isEqualTo(1);
        assertThat(counted()).isEqualTo(7);
    }

    @Test
    void whatStripeDoesNotTakeBackIsCharged() throws StripeException {
        report(INCLUDED + 50);
        awaitTold(50);
        String told = identifier("TRUE");
        stripe.faults().next("POST", ADJUSTMENTS, Fault.MISSING);
        takeBack(told).statusCode(409).body("detail", containsString("It was not done"));
        assertThat(rows("count(*) FILTER (WHERE state = 'done')")).isEqualTo(1);

        update("UPDATE meter_events SET first_sent_at = first_sent_at - interval '23 hours' WHERE org_id = :org");
        takeBack(told).statusCode(409).body("detail", containsString("put a credit on the invoice"));
        assertThat(count("stripe_calls", TAKEN_BACK)).isEqualTo(1);
        assertThat(counted()).isEqualTo(50);
    }

    @Test
    void onlyWhatStripeWasToldIsTakenBack() {
        park(INCLUDED + 50);
        takeBack(identifier("TRUE")).statusCode(409).body("detail", containsString("not certain"));
        takeBack(UUID.randomUUID().toString()).statusCode(404);
        takeBack("mevt_1").statusCode(404);
        admin().body(Map.of("reason", " "))
                .post(API + "/subscriptions/" + org + "/meter-events/" + identifier("TRUE") + "/cancel")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("reason"));
        admin().body(Map.of("reason", "Counted twice"))
                .post(API + "/subscriptions/" + organization() + "/meter-events/" + identifier("TRUE") + "/cancel")
                .then()
                .statusCode(404);
        assertThat(count("stripe_calls", TAKEN_BACK)).isZero();
    }

    @Test
    void sumsThatMayNotSayYetWhatWasTakenBackAreAskedLater() throws StripeException {
        toldFiftyAndSeven();
        takeBack(identifier("units = 7")).statusCode(200);
        theFiftyAreInDoubtBesideTheSeven();

        update("UPDATE meter_events SET cancelled_at = cancelled_at - interval '2 hours'"
                + " WHERE units = 7 AND org_id = :org");
        dueNow();
        awaitDone();
        assertThat(rows("sum(attempts)")).as("nothing was sent").isEqualTo(2);
        assertThat(counted()).isEqualTo(50);
    }

    /** Gives the identifier of the former. */
    private String toldFiftyAndSeven() throws StripeException {
        report(INCLUDED + 50);
        awaitTold(50);
        report(7);
        awaitTold(57);
        return identifier("units = 50");
    }

    private String identifier(String which) {
        return QuarkusTransaction.requiringNew().call(() -> database.createNativeQuery(
                        "SELECT id FROM meter_events WHERE org_id = :org AND " + which, UUID.class)
                .setParameter("org", org)
                .getSingleResult()
                .toString());
    }

    private io.restassured.response.ValidatableResponse takeBack(String identifier) {
        return takeBack(identifier, UUID.randomUUID().toString());
    }

    private io.restassured.response.ValidatableResponse takeBack(String identifier, String key) {
        return admin().header("Idempotency-Key", key)
                .body(Map.of("reason", "Counted twice"))
                .post(API + "/subscriptions/" + org + "/meter-events/" + identifier + "/cancel")
                .then();
    }

    @Test
    void oneThatGoesWrongHoldsUpNoOther() throws StripeException {
        park(INCLUDED + 50, 7);
        update("""
                UPDATE meter_events SET first_sent_at = '%s', first_booked_at = NULL, booked_at = NULL
                WHERE units = 50 AND org_id = :org
                """.formatted(Instant.now().minus(Duration.ofHours(21))));
        dueNow();
        await().atMost(SOON).until(() -> rows("count(*) FILTER (WHERE state = 'done' AND units = 7)") == 1);
        assertThat(rows("count(*) FILTER (WHERE state = 'waiting' AND error LIKE 'The hub failed%')"))
                .isEqualTo(1);

        update("UPDATE meter_events SET first_sent_at = NULL WHERE org_id = :org");
        dueNow();
        awaitTold(57);
    }

    @Test
    void whatOneSumSaysOfSeveralIsSettledAtOnce() throws StripeException {
        park(INCLUDED + 50, 7);
        update("""
                UPDATE meter_events SET first_sent_at = '%1$s', first_booked_at = '%2$s', booked_at = '%2$s',
                  meter_id = '%3$s' WHERE org_id = :org
                """.formatted(
                Instant.now().minus(Duration.ofHours(21)), Instant.now().truncatedTo(ChronoUnit.SECONDS), meter));
        dueNow();
        awaitTold(57);
    }

    /** Has Stripe told of nothing of what is reported now: all of it waits, and is tried again when it is made due. */
    private void park(long... reports) {
        stripe.faults().always("POST", EVENTS, Fault.UNAVAILABLE);
        for (int i = 0; i < reports.length; i++) {
            int reported = i + 1;
            report(reports[i]);
            await().atMost(SOON).until(() -> rows("count(*)") == reported);
        }
        await().atMost(SOON).until(() -> {
            update("UPDATE meter_events SET next_at = now() + interval '1 hour' WHERE org_id = :org");
            update("UPDATE metering_turns SET due_at = NULL WHERE taken_until IS NULL AND org_id = :org");
            return turns("due_at IS NULL AND taken_until IS NULL") == 1;
        });
        stripe.faults().clear();
    }

    @Test
    void whatTwoOrganizationsWouldPayAsOneCustomerOfStripeWaits() throws StripeException {
        report(INCLUDED);
        await().atMost(SOON).until(() -> "100/0/0".equals(shares()));
        String other = organization();
        Subscription shared = subscribe(subscription.getCustomer(), other);
        awaitState(other, "active");

        report(50);
        await().atMost(SOON).until(() -> turns("unsure_since IS NOT NULL") == 1);
        assertThat(shares()).isEqualTo("100/0/0");
        assertThat(counted()).isZero();

        end(shared);
        awaitState(other, "cancelled");
        dueNow();
        awaitTold(50);
    }

    @Test
    void whatASubscriptionChargesTooThatTheHubDoesNotKnowWaits() throws StripeException {
        park(INCLUDED + 50, 7);
        Subscription unnamed = subscribe(subscription.getCustomer(), null);
        dueNow();
        await().atMost(SOON)
                .until(() ->
                        rows("count(*) FILTER (WHERE state = 'waiting' AND error LIKE '%would charge it each%')") == 2);
        assertThat(rows("count(DISTINCT cast(xmin AS text))"))
                .as("transactions that have put them off")
                .isEqualTo(1);
        assertThat(counted()).isZero();

        end(unnamed);
        dueNow();
        awaitTold(57);
    }

    @Test
    void anEndThatIsTheRemedyDoesNotWaitForTheDoubt() throws StripeException {
        report(INCLUDED);
        await().atMost(SOON).until(() -> "100/0/0".equals(shares()));
        String other = organization();
        subscribe(subscription.getCustomer(), other);
        awaitState(other, "active");
        report(50);
        await().atMost(SOON)
                .until(() -> turns("unsure_since IS NOT NULL AND NOT uncounted AND taken_until IS NULL") == 1);

        assertThat(last.hurry(uid(), subscription.getId())).isTrue();
        cancel(UUID.randomUUID().toString()).statusCode(200);
        assertThat(stripe.object(subscription.getId()).path("status").asText()).isEqualTo("canceled");
    }

    @Test
    void whoHasNothingMeteredNeverWaits() {
        String free = publish(Json.convert(
                Map.of(
                        "displayName",
                        "Free",
                        "version",
                        "1.0.0",
                        "plans",
                        List.of(Map.of("id", "starter")),
                        "meters",
                        List.of(Map.of("name", "traffic", "kind", "counter", "included", Map.of("starter", INCLUDED)))),
                ProductSpec.class));
        spoke = instance(free);
        report(INCLUDED + 50);
        await().atMost(SOON).until(() -> "100/50/0".equals(shares()));
        update("UPDATE metering_turns SET taken_until = now() + interval '5 minutes', turn = turn + 1"
                + " WHERE org_id = :org");

        assertThat(last.hurry(uid(), subscription.getId())).isTrue();
        cancel(UUID.randomUUID().toString()).statusCode(200);
    }

    private void end(Subscription ended) throws StripeException {
        customers.client().v1().subscriptions().cancel(ended.getId());
    }

    @Test
    void nothingIsWaivedWhereTheSubscriptionMayBeOfAnotherOrganization() throws StripeException {
        settled();
        update("UPDATE stripe_subscriptions SET facts = facts || jsonb_build_object('orgUid', 'former')"
                + " WHERE org_id = :org");
        report(INCLUDED + 50);
        await().atMost(SOON).until(() -> turns("unsure_since IS NOT NULL") == 1);
        assertThat(shares()).isEqualTo("100/0/0");

        update("UPDATE stripe_subscriptions SET facts = facts - 'orgUid' WHERE org_id = :org");
        dueNow();
        awaitTold(50);
    }

    @Test
    void whatWasPaidElsewhereIsNotChargedLater() throws StripeException {
        update("UPDATE spokes SET own_billing = true WHERE org_id = :org");
        report(INCLUDED + 50);
        await().atMost(SOON).until(() -> "100/50/0".equals(shares()));

        update("UPDATE spokes SET own_billing = false WHERE org_id = :org");
        report(5);
        awaitTold(5);
    }

    @Test
    void whatCannotBeCountedIsRaised() throws StripeException {
        report(INCLUDED);
        await().atMost(SOON).until(() -> "100/0/0".equals(shares()));
        update("UPDATE usage_totals SET weighted = 'NaN' WHERE spoke_uid IN"
                + " (SELECT spoke_uid FROM usage_reporters WHERE org_id = :org)");
        dueNow();
        await().atMost(SOON).until(() -> turns("uncounted AND taken_until IS NULL") == 1);
        assertThat(tellLast(uid())).as("an end at once waits for it").isFalse();
        assertThat(last.hurry(uid(), subscription.getId())).isFalse();

        update("UPDATE usage_totals SET weighted = 0 WHERE spoke_uid IN"
                + " (SELECT spoke_uid FROM usage_reporters WHERE org_id = :org)");
        report(50);
        awaitTold(50);
        assertThat(turns("unsure_since IS NOT NULL")).isZero();
    }

    @Test
    void anItemThatMovedToAnotherPriceOfTheSameMeterIsChargedStill() throws StripeException {
        park(INCLUDED + 50);
        String item = stripe.object(subscription.getId()).at("/items/data/1/id").asText();
        customers
                .client()
                .v1()
                .subscriptions()
                .update(
                        subscription.getId(),
                        SubscriptionUpdateParams.builder()
                                .setProrationBehavior(SubscriptionUpdateParams.ProrationBehavior.NONE)
                                .addItem(SubscriptionUpdateParams.Item.builder()
                                        .setId(item)
                                        .setPrice(metered(20))
                                        .build())
                                .build());
        dueNow();
        awaitTold(50);
    }

    @Test
    void nobodyPaysForAPeriodThatBeganWhileUsageWasTold() {
        park(INCLUDED + 50);
        AtomicBoolean told = new AtomicBoolean();
        stripe.listen(request -> {
            if (request.path().equals(EVENTS)
                    && request.parameters().contains(subscription.getCustomer())
                    && told.compareAndSet(false, true)) {
                stripe.advance(Duration.ofDays(32));
            }
        });

        cancel(UUID.randomUUID().toString()).statusCode(409).body("detail", containsString("It was renewed meanwhile"));
        assertThat(stripe.object(subscription.getId()).path("status").asText()).isEqualTo("active");
    }

    @Test
    void theMonthIsTheInstancesWhateverOrganizationItWasOf() throws StripeException {
        report(INCLUDED + 50);
        awaitTold(50);
        update("UPDATE metered_months SET org_uid = 'former' WHERE org_id = :org");

        report(5);
        awaitTold(55);
        assertThat(shares()).isEqualTo("100/0/55");
        assertThat(months("org_uid = 'former'")).isZero();
    }

    @Test
    void whoHasBoughtAtAFormerPriceIsChargedStill() throws StripeException {
        report(INCLUDED + 50);
        awaitTold(50);
        meterCosts(metered(20));

        report(5);
        awaitTold(55);
    }

    @Test
    void aPriceCountsFromWhenItsProductIsSeen() {
        Product seen = new Product();
        seen.setMetadata(new ObjectMetaBuilder()
                .withName(product + "-seen")
                .withUid(UUID.randomUUID().toString())
                .withGeneration(1L)
                .build());
        seen.setSpec(spec());
        products.observe(seen);

        assertThat(QuarkusTransaction.requiringNew().call(() -> database.createNativeQuery(
                                "SELECT meter FROM meter_prices WHERE product_id = :product ORDER BY meter")
                        .setParameter("product", product + "-seen")
                        .getResultList()))
                .isEqualTo(List.of("devices", "traffic"));
    }

    @Test
    void growthWaitsWhileItIsNotKnownWhatIsCharged() throws StripeException {
        report(INCLUDED);
        await().atMost(SOON).until(() -> "100/0/0".equals(shares()));
        settled();
        update("UPDATE stripe_subscriptions SET facts = facts - 'prices' WHERE org_id = :org");
        report(50);
        await().atMost(SOON).until(() -> turns("unsure_since IS NOT NULL") == 1);
        assertThat(shares()).isEqualTo("100/0/0");

        update("""
                UPDATE stripe_subscriptions
                SET facts = facts || jsonb_build_object('prices', jsonb_build_array('%s', '%s')) WHERE org_id = :org
                """.formatted(sold, traffic));
        dueNow();
        awaitTold(50);
        assertThat(turns("unsure_since IS NOT NULL")).isZero();
    }

    @Test
    void nothingIsSaidToBeToldWhileAnotherHasTheTurn() throws StripeException {
        report(INCLUDED + 50);
        awaitTold(50);
        String uid = uid();
        QuarkusTransaction.requiringNew().run(() -> {
            database.createNativeQuery("SELECT org_uid FROM metering_turns WHERE org_id = :org FOR UPDATE")
                    .setParameter("org", org)
                    .getResultList();
            assertThat(tellLast(uid)).isFalse();
        });
        await().atMost(SOON).until(() -> tellLast(uid));
    }

    private String uid() {
        return (String) QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("SELECT org_uid FROM metering_turns WHERE org_id = :org")
                        .setParameter("org", org)
                        .getSingleResult());
    }

    private boolean tellLast(String uid) {
        return last.tell(uid, subscription.getId(), Instant.now().plusSeconds(20));
    }

    @Test
    void manyAtOnceTellItOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            report(INCLUDED);
            Together.call(4, telling::next);
        }
        awaitTold(4 * INCLUDED);
        assertThat(rows("sum(attempts) - count(*)")).isZero();
    }

    @Test
    void anEndAtOnceChargesWhatWasUsedLast() throws StripeException {
        stripe.faults().always("POST", EVENTS, Fault.UNAVAILABLE);
        report(INCLUDED + 50);
        await().atMost(SOON).until(() -> rows("count(*) FILTER (WHERE error IS NOT NULL)") == 1);
        String key = UUID.randomUUID().toString();
        cancel(key).statusCode(202).body("error", containsString("what was used"));
        assertThat(stripe.object(subscription.getId()).path("status").asText()).isEqualTo("active");

        stripe.faults().clear();
        await().atMost(SOON).until(() -> {
            update("UPDATE stripe_calls SET next_at = now() WHERE state = 'waiting' AND org_id = :org");
            return cancel(key).extract().statusCode() == 200;
        });
        assertThat(stripe.object(subscription.getId()).path("status").asText()).isEqualTo("canceled");
        assertThat(counted()).isEqualTo(50);
        assertThat(customers
                        .client()
                        .v1()
                        .invoices()
                        .list(InvoiceListParams.builder()
                                .setSubscription(subscription.getId())
                                .build())
                        .getData())
                .extracting(Invoice::getTotal)
                .containsExactlyInAnyOrder(2900L, 500L);
    }

    @Test
    void anEndAtOnceDoesNotWaitForEver() {
        stripe.faults().always("POST", EVENTS, Fault.UNAVAILABLE);
        report(INCLUDED + 50);
        await().atMost(SOON).until(() -> rows("count(*) FILTER (WHERE error IS NOT NULL)") == 1);
        String key = UUID.randomUUID().toString();
        cancel(key).statusCode(202);

        update("UPDATE stripe_calls SET created_at = created_at - interval '10 minutes' WHERE org_id = :org");
        await().atMost(SOON).until(() -> {
            update("UPDATE stripe_calls SET next_at = now() WHERE state = 'waiting' AND org_id = :org");
            return cancel(key).extract().statusCode() == 200;
        });
        assertThat(stripe.object(subscription.getId()).path("status").asText()).isEqualTo("canceled");
    }

    @Test
    void whatAnEndHasWaitedDelaysNoTryAfterAFailure() {
        stripe.faults().always("POST", EVENTS, Fault.UNAVAILABLE);
        report(INCLUDED + 50);
        await().atMost(SOON).until(() -> rows("count(*) FILTER (WHERE error IS NOT NULL)") == 1);
        String key = UUID.randomUUID().toString();
        cancel(key).statusCode(202);
        String unlessUnderWay = "WHERE next_at < now() + interval '4 minutes' AND org_id = :org";
        await().atMost(SOON).until(() -> {
            update("UPDATE stripe_calls SET next_at = now() " + unlessUnderWay);
            cancel(key).statusCode(202);
            return count("stripe_calls", "own_waits > 3") == 1;
        });

        stripe.faults().always("DELETE", "/v1/subscriptions/" + subscription.getId(), Fault.UNAVAILABLE);
        await().atMost(SOON).until(() -> {
            update("UPDATE stripe_calls SET created_at = created_at - interval '10 minutes', next_at = now() "
                    + unlessUnderWay + " AND coalesce(error, '') NOT LIKE 'Stripe answered%'");
            cancel(key).statusCode(202);
            return count("stripe_calls", "error LIKE 'Stripe answered 503%'") == 1;
        });
        assertThat(count("stripe_calls", "next_at < now() + interval '45 seconds'"))
                .isEqualTo(1);
    }

    @Test
    void whatComesAfterTheEndIsNotCharged() throws StripeException {
        cancel(UUID.randomUUID().toString()).statusCode(200);
        awaitState(org, "cancelled");
        report(INCLUDED + 50);

        await().atMost(SOON).until(() -> "100/50/0".equals(shares()));
        assertThat(rows("count(*)")).isZero();
    }

    @Test
    void aCheckoutSellsThePricesOfTheMetersToo() {
        String bought = bought();
        assertThat(stripe.object(bought).at("/items/data"))
                .extracting(item -> item.at("/price/id").asText())
                .containsExactly(sold, traffic);
    }

    @Test
    void aCheckoutSellsInOneCurrency() throws StripeException {
        meterCosts(meteredInEuros());

        assertThat(stripe.object(bought()).at("/items/data"))
                .extracting(item -> item.at("/price/id").asText())
                .containsExactly(sold);
    }

    /** A subscription that somebody else has just bought. */
    private String bought() {
        String buyer = organization();
        await().atMost(SOON)
                .until(() -> QuarkusTransaction.requiringNew().call(() -> ((Number) database.createNativeQuery(
                                                "SELECT count(uid) FROM organizations WHERE org_id = :org")
                                        .setParameter("org", buyer)
                                        .getSingleResult())
                                .intValue())
                        == 1);
        String session = admin().header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of(
                        "org_id", buyer,
                        "plan", "starter",
                        "product_id", product,
                        "success_url", "https://hub.example/paid",
                        "cancel_url", "https://hub.example/plans"))
                .post(API + "/billing/checkout")
                .then()
                .statusCode(200)
                .extract()
                .path("session_id");
        stripe.checkOut(session, TestCard.VISA);

        awaitState(buyer, "active");
        return stripe.object(session).path("subscription").asText();
    }

    @Test
    void anErrorThatStripeReportsLaterIsMarked() throws StripeException {
        report(INCLUDED + 50);
        awaitTold(50);
        stripe.reportMeterError(identifier("TRUE"), "archived_meter");
        await().atMost(SOON)
                .until(() -> rows("count(*) FILTER (WHERE state = 'failed' AND failure = 'reported'"
                                + " AND error_code = 'archived_meter')")
                        == 1);
        report(5);
        awaitTold(5);
    }

    @Test
    void levelsAreToldAsTheyGrow() throws StripeException {
        send(batch(Map.of(), Map.of("devices", Map.of("max", 12, "average", 12, "seconds", 1))));
        awaitTold(2);
        send(batch(Map.of(), Map.of("devices", Map.of("max", 11, "average", 11, "seconds", 1))));
        send(batch(Map.of(), Map.of("devices", Map.of("max", 13, "average", 13, "seconds", 1))));
        awaitTold(3);
    }

    private void awaitTold(long units) {
        await().atMost(SOON).untilAsserted(() -> assertThat(counted()).isEqualTo(units));
        awaitDone();
    }

    private void awaitDone() {
        await().atMost(SOON).until(() -> rows("count(*) FILTER (WHERE state = 'waiting')") == 0);
    }

    /** What Stripe has counted for the customer. */
    private long counted() throws StripeException {
        return customers
                .client()
                .v1()
                .billing()
                .meters()
                .eventSummaries()
                .list(
                        meter,
                        MeterEventSummaryListParams.builder()
                                .setCustomer(subscription.getCustomer())
                                .setStartTime(Instant.now()
                                        .minus(2, ChronoUnit.DAYS)
                                        .truncatedTo(ChronoUnit.MINUTES)
                                        .getEpochSecond())
                                .setEndTime(stripe.now()
                                        .plus(2, ChronoUnit.DAYS)
                                        .truncatedTo(ChronoUnit.MINUTES)
                                        .getEpochSecond())
                                .build())
                .getData()
                .stream()
                .map(summary -> summary.getAggregatedValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .longValueExact();
    }

    private long rows(String what) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number) database.createNativeQuery(
                                "SELECT coalesce(%s, 0) FROM meter_events WHERE org_id = :org".formatted(what))
                        .setParameter("org", org)
                        .getSingleResult())
                .longValue());
    }

    private long months(String which) {
        return count("metered_months", which);
    }

    private long turns(String which) {
        return count("metering_turns", which);
    }

    private long count(String table, String which) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number) database.createNativeQuery(
                                "SELECT count(*) FROM " + table + " WHERE org_id = :org AND " + which)
                        .setParameter("org", org)
                        .getSingleResult())
                .longValue());
    }

    /** The product names another price for its meters from now on. */
    private void meterCosts(String price) {
        QuarkusTransaction.requiringNew().run(() -> database.createNativeQuery("""
                        UPDATE products SET spec = cast(replace(cast(spec AS text), :former, :price) AS jsonb)
                        WHERE product_id = :product
                        """)
                .setParameter("former", traffic)
                .setParameter("price", price)
                .setParameter("product", product)
                .executeUpdate());
    }

    /** How the month is split. */
    private String shares() {
        List<?> shares = QuarkusTransaction.requiringNew().call(() -> database.createNativeQuery(
                        "SELECT concat_ws('/', covered, waived, overage) FROM metered_months WHERE org_id = :org")
                .setParameter("org", org)
                .getResultList());
        return shares.isEmpty() ? null : (String) shares.get(0);
    }

    /** As after a crash between the call and its record; the call was made then. */
    private void asIfNotRecorded(Instant sent) {
        update("UPDATE meter_events SET state = 'waiting', finished_at = NULL, next_at = now(), first_sent_at = '%s'"
                        .formatted(sent)
                + " WHERE org_id = :org");
        dueNow();
    }

    private void dueNow() {
        update("UPDATE meter_events SET next_at = now() WHERE state = 'waiting' AND org_id = :org");
        update("UPDATE metering_turns SET due_at = now() WHERE org_id = :org");
    }

    private void update(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() ->
                        database.createNativeQuery(sql).setParameter("org", org).executeUpdate());
    }

    private io.restassured.response.ValidatableResponse cancel(String key) {
        return admin().header("Idempotency-Key", key)
                .body("{\"when\": \"now\"}")
                .post(API + "/subscriptions/" + org + "/cancel")
                .then();
    }

    private Map<String, Object> report(long traffic) {
        Map<String, Object> batch = batch(Map.of("traffic", traffic), Map.of());
        send(batch);
        return batch;
    }

    private io.restassured.response.ValidatableResponse send(Map<String, Object> batch) {
        return given().header("Authorization", "Bearer " + spoke.key())
                .contentType("application/json")
                .body(batch)
                .post(API + "/usage")
                .then()
                .statusCode(200);
    }

    private Map<String, Object> batch(Map<String, ?> counters, Map<String, ?> gauges) {
        Instant end = Instant.now();
        Instant month = end.atZone(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .withDayOfMonth(1)
                .toInstant();
        Instant minuteAgo = end.minusSeconds(60);
        return new HashMap<>(Map.of(
                "spoke_id", spoke.id(),
                "batch_id", UUID.randomUUID().toString(),
                "period_start", (minuteAgo.isBefore(month) ? month : minuteAgo).toString(),
                "period_end", end.toString(),
                "counters", counters,
                "gauges", gauges));
    }

    private String metered(long amount) throws StripeException {
        return StripePrices.metered(customers.client(), meter, amount);
    }

    private String meteredInEuros() throws StripeException {
        return customers
                .client()
                .v1()
                .prices()
                .create(PriceCreateParams.builder()
                        .setCurrency("eur")
                        .setUnitAmount(10L)
                        .setRecurring(Recurring.builder()
                                .setInterval(Interval.MONTH)
                                .setUsageType(UsageType.METERED)
                                .setMeter(meter)
                                .build())
                        .setProductData(PriceCreateParams.ProductData.builder()
                                .setName("Metered")
                                .build())
                        .build())
                .getId();
    }

    /** A subscription with both prices; one that names no organization is none of the hub's. */
    private Subscription subscribe(String customer, String organization) throws StripeException {
        return customers.buyers().subscribe(customer, organization, sold, traffic);
    }

    /** A product whose resource is still to be made: the hub takes away those whose resources are gone. */
    private String publish(ProductSpec of) {
        String product = "metered-" + UUID.randomUUID().toString().substring(0, 8);
        String spec = Json.write(of);
        QuarkusTransaction.requiringNew().run(() -> database.createNativeQuery("""
                        INSERT INTO products (product_id, version, active, spec, created_at, updated_at)
                        VALUES (:product, '1.0.0', true, cast(:spec AS jsonb), now(), now())
                        """)
                .setParameter("product", product)
                .setParameter("spec", spec)
                .executeUpdate());
        return product;
    }

    private ProductSpec spec() {
        return Json.convert(
                Map.of(
                        "displayName",
                        "Metered",
                        "version",
                        "1.0.0",
                        "plans",
                        List.of(Map.of("id", "starter", "stripePriceId", sold)),
                        "meters",
                        List.of(
                                Map.of(
                                        "name",
                                        "traffic",
                                        "kind",
                                        "counter",
                                        "included",
                                        Map.of("starter", INCLUDED),
                                        "stripePriceId",
                                        traffic),
                                Map.of(
                                        "name",
                                        "devices",
                                        "kind",
                                        "gauge",
                                        "included",
                                        Map.of("starter", 10),
                                        "stripePriceId",
                                        traffic))),
                ProductSpec.class);
    }
}
