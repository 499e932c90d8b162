package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import com.stripe.param.SubscriptionCreateParams;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.billing.LivingSubscriptions;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.lab.stripe.StripeBuyers;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hub makes of a status that cannot follow the one it has read before: its own row is set to that, Stripe is as it is. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class StripeContradictionResourceTest extends OnStripe {

    private static final String HELD = "stripe_subscriptions WHERE hold = 'illegal_transition'";

    @Inject
    LivingSubscriptions living;

    /** A hold that a failed test has left would be in the figures of others. */
    @AfterEach
    void nothingIsHeld() {
        update("UPDATE stripe_subscriptions SET hold = NULL WHERE hold = 'illegal_transition'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"canceled", "incomplete_expired"})
    void whatIsOverAndLivesAgainHoldsUntilAPersonBelievesIt(String over) throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        say(
                        org,
                        "{\"state\": \"past_due\", \"source\": \"stripe\", \"plan\": \"growth\", \"grace_ends_at\": \"%s\"}"
                                .formatted(Instant.now().plus(Duration.ofMinutes(40))))
                .statusCode(200);
        believe(subscription, over);
        String event = events(subscription).get(0);

        replay(event, "{}")
                .statusCode(200)
                .body(
                        "hold", equalTo("illegal_transition"),
                        "note", containsString(over + " and is read as active"),
                        "billing", nullValue());
        assertThat(row(subscription).hold).as("a dry run holds nothing").isNull();
        look(subscription);
        await().atMost(SOON).until(() -> row(subscription).hold == Hold.illegal_transition);

        assertThat(row(subscription).status).isEqualTo(over);
        isLookedAtEachHour(subscription);
        billing(org).body("state", equalTo("past_due"));
        await().atMost(SOON).untilAsserted(() -> assertThat(date(org, "grace_ends_at"))
                .as("nothing is taken meanwhile")
                .isAfter(Instant.now().plus(Duration.ofHours(23))));
        assertThat(living.objection(org, row(subscription).orgUid))
                .as("Stripe may go on charging")
                .hasValueSatisfying(why -> assertThat(why).contains(subscription.getId()));
        admin().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString(
                        "wheelwright_stripe_held{reason=\"illegal_transition\"} %d.0".formatted(count(HELD))));
        explain(org)
                .body("subscriptions[0].hold", equalTo("illegal_transition"), "subscriptions[0].status", equalTo(over));

        replay(event, "{\"dry_run\": false, \"accept_status\": \"dreaming\"}")
                .statusCode(400)
                .body("errors[0].field", equalTo("accept_status"));
        replay(event, "{\"accept_status\": \"active\"}")
                .statusCode(400)
                .body("errors[0].field", equalTo("accept_status"));
        replay(event, "{\"dry_run\": false}").statusCode(200);
        settled();
        event(event).body("state", equalTo("done"), "note", containsString("to which nothing leads"));
        assertThat(row(subscription).hold).as("a replay alone reads the same").isEqualTo(Hold.illegal_transition);

        replay(event, "{\"dry_run\": false, \"accept_status\": \"active\"}").statusCode(200);
        awaitState(org, "active");
        assertThat(row(subscription).status).isEqualTo("active");
        assertThat(row(subscription).hold).isNull();
        assertThat(row(subscription).heldSince).isNull();
        audit(event).body("items.after.accepted_status", equalTo(Arrays.asList(null, "active")));
        replay(event, "{\"dry_run\": false, \"accept_status\": \"active\"}").statusCode(409);
    }

    @Test
    void whatIsOverAndLivesAgainHoldsUntilItIsReadAsItCanBe() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        Subscription other = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        believe(subscription, "canceled");
        look(subscription);
        await().atMost(SOON).until(() -> row(subscription).hold == Hold.illegal_transition);
        isLookedAtEachHour(subscription);
        stripe.faults().always("GET", "/v1/subscriptions/" + subscription.getId(), Fault.MISSING);
        look(subscription);
        isLookedAtEachHour(subscription);
        assertThat(row(subscription).hold)
                .as("it is not forgotten by a look in vain")
                .isEqualTo(Hold.illegal_transition);
        stripe.faults().clear();

        customers.cancel(other.getId());
        await().atMost(SOON).until(() -> row(other).status.equals("canceled"));
        settled();
        billing(org).body("state", equalTo("active"), "access", equalTo("Full"), "ends_at", nullValue());
        assertThat(row(other).lookAt).as("it is looked at again").isNotNull();

        customers.cancel(subscription.getId());
        awaitState(org, "cancelled");
        assertThat(row(subscription).hold).isNull();
        await("a last look follows the end").atMost(SOON).until(() -> {
            Instant next = row(subscription).lookAt;
            return next == null || next.isBefore(Instant.now().plus(Duration.ofMinutes(2)));
        });
    }

    @Test
    void whatHasBegunAndBeginsAgainTakesNothingMeanwhile() throws StripeException {
        String org = organization();
        Subscription paid = customers.subscribe(org);
        awaitState(org, "active");
        Subscription doubtful = incomplete(paid, org);
        await().atMost(SOON).until(() -> row(doubtful) != null);
        settled();
        believe(doubtful, "unpaid");
        look(doubtful);
        await().atMost(SOON).until(() -> row(doubtful).hold == Hold.illegal_transition);
        assertThat(row(doubtful).note).contains("was unpaid and is read as incomplete");

        customers.cancel(paid.getId());
        await().atMost(SOON).until(() -> row(paid).status.equals("canceled"));
        settled();
        billing(org).body("state", equalTo("active"), "access", equalTo("Full"), "ends_at", nullValue());
        assertThat(row(paid).lookAt).as("it is looked at again").isNotNull();
        assertThat(row(doubtful).hold).isEqualTo(Hold.illegal_transition);

        customers.pay(doubtful.getLatestInvoice());
        await().atMost(SOON).until(() -> row(doubtful).hold == null);
        billing(org).body("state", equalTo("active"));
    }

    private static void isLookedAtEachHour(Subscription subscription) {
        await().atMost(SOON).until(() -> {
            Instant next = row(subscription).lookAt;
            return next != null && next.isAfter(Instant.now().plus(Duration.ofMinutes(58)));
        });
    }

    /** The same customer begins to buy the same once more, and has not paid yet. */
    private Subscription incomplete(Subscription before, String org) throws StripeException {
        String price = before.getItems().getData().get(0).getPrice().getId();
        return customers
                .buyers()
                .subscribe(StripeBuyers.order(before.getCustomer(), org, price)
                        .setPaymentBehavior(SubscriptionCreateParams.PaymentBehavior.DEFAULT_INCOMPLETE));
    }

    /** What the hub has read of it. */
    private static void believe(Subscription subscription, String status) {
        update("""
                UPDATE stripe_subscriptions SET status = '%s', facts = jsonb_set(facts, '{status}', '"%s"')
                WHERE subscription_id = '%s'""".formatted(status, status, subscription.getId()));
    }
}
