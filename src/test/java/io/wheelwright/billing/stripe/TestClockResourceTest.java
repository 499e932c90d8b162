package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.lab.stripe.TestCard;
import io.wheelwright.support.HubTestResource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscriptions that go by a test clock of Stripe's: the hub's own clock does not move. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class TestClockResourceTest extends OnStripe {

    /** Longer than any month, and the hour of a draft; shorter than the shortest month and the days of grace. */
    private static final Duration RENEWED = Duration.ofDays(32);

    private static final Duration GRACE = Duration.ofDays(StripeCustomers.GRACE);

    private String org;
    private Subscription subscription;

    @BeforeEach
    void aPayingCustomer() throws StripeException {
        org = organization();
        subscription = customers.subscribeBy(stripe.testClock(), org);
        awaitState(org, "active");
        settled();
    }

    @Test
    void loseAccessAsTheClockIsAdvanced() {
        stripe.useCard(subscription.getCustomer(), TestCard.FAILS_WHEN_CHARGED);
        stripe.advance(RENEWED);
        awaitState(org, "past_due");
        settled();
        billing(org).body("access", equalTo("ReadOnly"));
        Instant now = Instant.now();
        assertThat(date(org, "grace_ends_at")).isBetween(now, now.plus(GRACE));

        readAgainChangesNothing();

        stripe.advance(GRACE);
        await().atMost(SOON)
                .untilAsserted(() -> billing(org).body("state", equalTo("past_due"), "access", equalTo("None")));
        assertThat(date(org, "grace_ends_at")).isBefore(Instant.now());
    }

    @Test
    void areReadAgainWhereNothingButTheTimeOfTheClockHasChanged() {
        Instant before = date(org, "current_period_end");

        stripe.advance(Duration.ofDays(1));

        await().atMost(SOON).untilAsserted(() -> assertThat(date(org, "current_period_end"))
                .isBetween(before.minus(Duration.ofHours(25)), before.minus(Duration.ofHours(23))));
        SubscriptionFacts facts = row(subscription).facts();
        assertThat(facts.testClock().frozenAt().getEpochSecond())
                .isEqualTo(stripe.object(facts.testClock().id())
                        .path("frozen_time")
                        .asLong());
        assertThat(facts.periodEnd())
                .as("what Stripe says, for what is asked of it")
                .isEqualTo(Instant.ofEpochSecond(stripe.object(subscription.getId())
                        .at("/items/data/0/current_period_end")
                        .asLong()));
    }

    /** Later than it was seen first, by seconds. */
    private void readAgainChangesNothing() {
        SubscriptionRow before = row(subscription);
        Instant seen = before.facts().testClock().seenAt();
        int revision = billing(org).extract().path("revision");
        await().atMost(SOON).until(() -> Instant.now().isAfter(seen.plusSeconds(2)));

        look(subscription);

        await().atMost(SOON).until(() -> row(subscription).readAt.isAfter(before.readAt));
        settled();
        assertThat(row(subscription).facts()).isEqualTo(before.facts());
        billing(org).body("revision", equalTo(revision));
    }
}
