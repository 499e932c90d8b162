package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wheelwright.access.Caller;
import io.wheelwright.agent.MovableClock;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.audit.Audit;
import io.wheelwright.erasure.Tombstones;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.organization.OrganizationChanged;
import io.wheelwright.support.HubTestResource;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A wave of suspensions by Stripe's word stops until somebody has looked at it. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class SuspensionBrakeResourceTest extends OnStripe {

    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    /** As it ships, and by this number alone: other tests have any number of customers. */
    private static final StripeConfig SHIPPED = new SmallRyeConfigBuilder()
            .withMapping(StripeConfig.class)
            .withDefaultValue("wheelwright.stripe.brake.percent", "0")
            .build()
            .getConfigMapping(StripeConfig.class);

    @Inject
    EntityManager database;

    @Inject
    Audit audit;

    @Inject
    Reckoning reckoning;

    @Inject
    Customers known;

    @Inject
    OrganizationBilling billing;

    @Inject
    Reprieve reprieve;

    @Inject
    Event<OrganizationChanged> changes;

    @Inject
    StripeReader reader;

    @Inject
    Tombstones tombstones;

    @Inject
    Caller caller;

    private final MovableClock clock = new MovableClock(Instant.now());

    @BeforeEach
    @AfterEach
    void noBrake() {
        update("UPDATE billing_brake SET engaged_at = NULL, released_at = NULL");
        update("DELETE FROM billing_suspensions");
    }

    @Test
    void aWaveStopsUntilAnAdministratorReleasesIt() throws StripeException {
        String org = organization();
        String late = organization();
        Subscription subscription = customers.subscribe(org);
        Subscription readLate = customers.subscribe(late);
        awaitState(org, "active");
        awaitState(late, "active");
        aWave();
        int releases = releases();

        customers.cancel(subscription.getId());
        await().atMost(SOON)
                .untilAsserted(() -> admin().get(API + "/billing/brake").then().body("engaged", equalTo(true)));
        await().atMost(SOON).until(() -> row(subscription).hold == Hold.brake);
        billing(org).body("state", equalTo("active"), "access", equalTo("Full"));
        replay(events(subscription).get(0), "{}").statusCode(200).body("hold", equalTo("brake"));

        customers.cancel(readLate.getId());
        await().atMost(SOON).until(() -> row(readLate).hold == Hold.brake);
        settled();
        Instant released = Instant.now().minus(Duration.ofHours(1));
        update("UPDATE billing_brake SET released_at = '%s'".formatted(released));
        update("UPDATE stripe_subscriptions SET held_since = '%1$s', look_at = '%1$s' WHERE subscription_id = '%2$s'"
                .formatted(released.minusSeconds(1), readLate.getId()));
        awaitState(late, "cancelled");
        admin().get(API + "/billing/brake").then().body("engaged", equalTo(true));
        billing(org).body("state", equalTo("active"));

        admin().post(API + "/billing/brake/release").then().statusCode(200).body("engaged", equalTo(false));
        awaitState(org, "cancelled");
        assertThat(releases()).isEqualTo(releases + 1);
    }

    private int releases() {
        return admin().queryParam("object", "stripe")
                .queryParam("action", "release")
                .get(API + "/audit")
                .then()
                .statusCode(200)
                .extract()
                .path("items.size()");
    }

    @Test
    void theEndOfAHoldIsLookedAtAndCounted() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        hold(org, Instant.now().plus(Duration.ofHours(5)));
        customers.cancel(subscription.getId());
        awaitState(org, "cancelled");
        billing(org).body("access", equalTo("Full"), "reason", equalTo("BillingHeld"));
        aWave();

        admin().delete(API + "/organizations/" + org + "/billing-hold")
                .then()
                .statusCode(200)
                .body("access", equalTo("Full"), "reason", equalTo("BillingHeld"));
        await().atMost(SOON).until(() -> row(subscription).hold == Hold.brake);
        await().atMost(SOON)
                .until(() -> date(org, "hold.until").isAfter(Instant.now().plus(Duration.ofHours(23))));
        billing(org).body("access", equalTo("Full"));
    }

    /** The database keeps less of an instant than the clock may say. */
    private void hold(String org, Instant until) {
        hold(
                        org,
                        "{\"reason\": \"Their bank is away.\", \"until\": \"%s\"}"
                                .formatted(until.truncatedTo(ChronoUnit.SECONDS)))
                .statusCode(200);
    }

    @Test
    void theSixthWithinTheWindowIsHeldAndOneAfterItIsCountedAnew() throws StripeException {
        firstRoundIsOver();
        int most = SHIPPED.brake().least();
        List<Subscription> all = new ArrayList<>();
        for (int i = 0; i < 2 * most + 1; i++) {
            all.add(customers.subscribe(organization()));
        }
        all.forEach(subscription -> awaitState(org(subscription), "active"));
        settled();
        noBrake();
        stripe.deliveries().drop(type -> true);
        for (Subscription subscription : all) {
            customers.cancel(subscription.getId());
        }
        caller.actAs(Projection.SOURCE);
        Projection hub = withTheBrakeThatShips();

        all.subList(0, most).forEach(one -> isSuspended(hub, one));
        assertThat(count("billing_suspensions")).isEqualTo(most);
        clock.advance(SHIPPED.brake().window());
        isSuspended(hub, all.get(most));
        assertThat(count("billing_suspensions"))
                .as("since the window has passed")
                .isOne();
        all.subList(most + 1, 2 * most).forEach(one -> isSuspended(hub, one));

        Subscription sixth = all.get(2 * most);
        assertThat(hub.run(sixth.getId()).hold()).isEqualTo(Hold.brake);
        billing(org(sixth)).body("state", equalTo("active"), "access", equalTo("Full"));
        admin().get(API + "/billing/brake").then().body("engaged", equalTo(true));
        clock.advance(SHIPPED.brake().window());
        assertThat(hub.run(sixth.getId()).hold()).as("no time releases it").isEqualTo(Hold.brake);

        admin().post(API + "/billing/brake/release").then().statusCode(200).body("engaged", equalTo(false));
        awaitState(org(sixth), "cancelled");
    }

    private void isSuspended(Projection hub, Subscription subscription) {
        assertThat(hub.run(subscription.getId()).hold()).isNull();
        billing(org(subscription)).body("state", equalTo("cancelled"), "access", equalTo("ExportOnly"));
    }

    private static String org(Subscription subscription) {
        return subscription.getMetadata().get(SubscriptionFacts.ORGANIZATION);
    }

    private Projection withTheBrakeThatShips() {
        Taking taking = new Taking(new SuspensionBrake(SHIPPED, database, audit, clock), clock);
        Follower follower = new Follower(reckoning, known, billing, taking, reprieve, changes, clock);
        return new Projection(reader, reckoning, follower, known, tombstones, reprieve, clock);
    }

    @Test
    void onlyWhoLosesAccessIsCounted() {
        BillingFacts active = facts(BillingState.active).build();
        BillingFacts late = facts(BillingState.past_due)
                .graceEndsAt(NOW.plus(Duration.ofMinutes(9)))
                .build();
        BillingFacts later = facts(BillingState.past_due)
                .graceEndsAt(NOW.plus(Duration.ofDays(1)))
                .build();
        assertThat(SuspensionBrake.isSuspension(active, later, NOW)).isFalse();
        assertThat(SuspensionBrake.isSuspension(active, late, NOW)).isTrue();
        assertThat(SuspensionBrake.isSuspension(later, late, NOW)).isTrue();
        assertThat(SuspensionBrake.isSuspension(
                        null, facts(BillingState.suspended).build(), NOW))
                .isTrue();
        assertThat(SuspensionBrake.isSuspension(
                        facts(BillingState.suspended).build(),
                        facts(BillingState.cancelled).endsAt(NOW).build(),
                        NOW))
                .isFalse();
    }

    private static BillingFactsBuilder facts(BillingState state) {
        return BillingFactsBuilder.builder().source("stripe").state(state);
    }

    /** As many as it lets through have just been suspended. */
    private static void aWave() {
        QuarkusTransaction.requiringNew().run(() -> {
            for (int i = 0; i < 200; i++) {
                Panache.getEntityManager()
                        .createNativeQuery("INSERT INTO billing_suspensions (org_id, begun_at) VALUES (:org, :now)")
                        .setParameter("org", "wave-" + UUID.randomUUID())
                        .setParameter("now", Instant.now())
                        .executeUpdate();
            }
        });
    }
}
