package io.wheelwright.billing.stripe;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.stripe.TestCard;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** What the product does at Stripe about usage beyond the plan. */
abstract class UsageErrand extends StripeErrands {

    @Inject
    TestSpokes spokes;

    /** Stripe is told of it, after a day without an answer asked what it has counted, reports an error, and takes one back. */
    @Override
    void use(String metered) {
        String org = buyer();
        Map<String, Object> order = checkout(org, "metered");
        order.put("product_id", metered);
        String session = done(admin().body(order), "/billing/checkout")
                .statusCode(200)
                .extract()
                .path("session_id");
        stripe.checkOut(session, TestCard.VISA);
        awaitState(org, "active");
        TestSpoke spoke = spokes.make(
                LabPlane.shared().resource(space, Organization.class, org).get(), metered);
        report(spoke);
        awaitTold(org);
        Instant now = Instant.now();
        update("""
                UPDATE meter_events SET state = 'waiting', finished_at = NULL, next_at = '%1$s', first_sent_at = '%2$s'
                WHERE org_id = '%3$s'
                """.formatted(now, now.minus(Duration.ofHours(21)), org));
        update("UPDATE metering_turns SET due_at = '%s' WHERE org_id = '%s'".formatted(now, org));
        awaitTold(org);
        stripe.reportMeterError(told(org), "archived_meter");
        await().atMost(SOON)
                .until(() -> count("meter_events WHERE failure = 'reported' AND org_id = '" + org + "'") == 1);
        report(spoke);
        awaitTold(org);
        done(
                        admin().body(Map.of("reason", "Counted twice")),
                        "/subscriptions/" + org + "/meter-events/" + told(org) + "/cancel")
                .statusCode(200);
    }

    private static void report(TestSpoke spoke) {
        Instant now = Instant.now();
        given().header("Authorization", "Bearer " + spoke.key())
                .contentType("application/json")
                .body("""
                        {"spoke_id": "%s", "batch_id": "%s", "period_start": "%s", "period_end": "%s",
                         "counters": {"api_calls": 3000}}
                        """.formatted(spoke.id(), UUID.randomUUID(), now.minusSeconds(60), now))
                .post(API + "/usage")
                .then()
                .statusCode(200);
    }

    private static String told(String org) {
        return QuarkusTransaction.requiringNew().call(() -> Panache.getEntityManager()
                .createNativeQuery(
                        "SELECT id FROM meter_events WHERE state = 'done' AND org_id = '" + org + "'", UUID.class)
                .getSingleResult()
                .toString());
    }

    private static void awaitTold(String org) {
        await().atMost(SOON).until(() -> count("meter_events WHERE state = 'done' AND org_id = '" + org + "'") == 1);
    }
}
