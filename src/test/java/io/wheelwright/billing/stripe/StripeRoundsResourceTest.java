package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hub finds out though no event of Stripe has arrived. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class StripeRoundsResourceTest extends OnStripe {

    @Inject
    Backfill backfill;

    @Inject
    Sweep sweep;

    @BeforeEach
    void theRoundsOfTheStartAreOver() {
        await().atMost(SOON).until(() -> QuarkusTransaction.requiringNew()
                .call(() -> SubscriptionRow.getEntityManager()
                        .createNativeQuery("SELECT 1 FROM stripe_rounds WHERE finished_at IS NULL")
                        .getResultList())
                .isEmpty());
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

        int revision = billing(org).extract().path("revision");
        assertThat(backfill.run()).isZero();
        stripe.deliveries().resend(begun);
        settled();
        event(begun).body("deliveries", equalTo(2));
        billing(org).body("revision", equalTo(revision));
    }

    @Test
    void whatNoEventHasToldIsReadAgain() throws StripeException {
        String foreign = "org-" + UUID.randomUUID().toString().substring(0, 8);
        String org = organization();
        stripe.deliveries().drop(type -> true);
        customers.subscribe(foreign);
        Subscription subscription = customers.subscribe(org);

        assertThat(sweep.run()).isPositive();
        awaitState(org, "active");
        assertThat(QuarkusTransaction.requiringNew().call(() -> SubscriptionRow.of(foreign)))
                .as("what belongs to nobody here")
                .isEmpty();
        await().atMost(SOON).until(() -> sweep.run() == 0);

        stripe.cancelInPortal(subscription.getId());
        assertThat(sweep.run()).isOne();
        await().atMost(SOON).until(() -> date(org, "ends_at") != null);
        await().atMost(SOON).until(() -> sweep.run() == 0);
    }
}
