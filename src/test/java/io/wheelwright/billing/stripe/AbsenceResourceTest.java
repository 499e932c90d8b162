package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.access.Caller;
import io.wheelwright.agent.MovableClock;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.outbox.Outbox;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of dates that pass while no hub runs: here for two hours, as far as the hub that begins can tell. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class AbsenceResourceTest extends OnStripe {

    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final Duration AWAY = Duration.ofHours(2);

    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final MovableClock clock = new MovableClock(begin.plus(AWAY));

    @Inject
    Customers known;

    @Inject
    OrganizationBilling billing;

    @Inject
    StripeAccount account;

    @Inject
    Outbox outbox;

    @Inject
    EntityManager database;

    @Inject
    Caller caller;

    @Test
    void whatHasPassedIsPutOffUntilStripeWasRead() throws StripeException {
        Subscription paid = owing(begin.plus(Duration.ofHours(1)), begin.plus(HALF_AN_HOUR));
        Subscription near = owing(begin.plus(AWAY).plusSeconds(600), begin.plus(HALF_AN_HOUR));
        assertThat(absence().obstacle()).isEmpty();
        for (Subscription one : List.of(paid, near)) {
            String org = org(one);
            assertThat(outbox.pending("Organization", org)).isFalse();
            assertThat(date(org, "grace_ends_at")).isEqualTo(begin.plus(AWAY).plus(Duration.ofDays(1)));
            assertThat(count("organizations WHERE org_id = '%s' AND put_off_until IS NOT NULL".formatted(org)))
                    .as("told to nobody")
                    .isOne();
        }
        assertThat(absence().spare()).as("they are put off once").isEmpty();
        look(paid);
        awaitState(org(paid), "active");
        assertThat(date(org(paid), "grace_ends_at")).isNull();
    }

    @Test
    void whatHasPassedBeforeAndWhatWasLookedAtStays() throws StripeException {
        Subscription suspended = owing(begin.minus(Duration.ofDays(3)), begin.plus(HALF_AN_HOUR));
        Subscription confirmed = owing(begin.plus(Duration.ofMinutes(10)), begin.plus(HALF_AN_HOUR));
        Subscription lookedAt = owing(begin.plus(Duration.ofHours(1)), begin.plus(Duration.ofDays(1)));
        Subscription far = owing(begin.plus(AWAY).plus(HALF_AN_HOUR), begin.plus(HALF_AN_HOUR));
        absence().spare();
        assertThat(date(org(suspended), "grace_ends_at")).isEqualTo(begin.minus(Duration.ofDays(3)));
        assertThat(date(org(confirmed), "grace_ends_at")).isEqualTo(begin.plus(Duration.ofMinutes(10)));
        assertThat(date(org(lookedAt), "grace_ends_at")).isEqualTo(begin.plus(Duration.ofHours(1)));
        assertThat(date(org(far), "grace_ends_at")).isEqualTo(begin.plus(AWAY).plus(HALF_AN_HOUR));
    }

    @Test
    void whatWasReadMeanwhileStands() throws StripeException {
        Instant end = begin.plus(Duration.ofHours(1));
        Subscription owing = owing(end, begin.plus(HALF_AN_HOUR));
        String org = org(owing);
        Reprieve reprieve = new Reprieve(known, billing, clock);
        assertThat(reprieve.grantSince(begin.minus(AWAY), known.known(org))).isFalse();
        assertThat(date(org, "grace_ends_at")).isEqualTo(end);
        assertThat(reprieve.grantSince(row(owing).readAt, known.known(org))).isTrue();
    }

    @Test
    void aDayOfDeletionStays() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        customers.cancel(subscription.getId());
        awaitState(org, "cancelled");
        settled();
        Instant day = begin.plus(Duration.ofHours(1));
        say(
                        org,
                        "{\"state\": \"cancelled\", \"source\": \"stripe\", \"plan\": \"growth\", \"ends_at\": \"%s\", \"delete_after\": \"%s\"}"
                                .formatted(date(org, "ends_at"), day))
                .statusCode(200);
        lookAt(subscription, begin.plus(HALF_AN_HOUR));
        absence().spare();
        assertThat(date(org, "delete_after")).isEqualTo(day);
    }

    /** Who pays at Stripe, and of whom it was read just now that this is owed. */
    private Subscription owing(Instant graceEnds, Instant look) throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        say(
                        org,
                        "{\"state\": \"past_due\", \"source\": \"stripe\", \"plan\": \"growth\", \"grace_ends_at\": \"%s\"}"
                                .formatted(graceEnds))
                .statusCode(200);
        await().atMost(SOON).until(() -> !outbox.pending("Organization", org));
        lookAt(subscription, look);
        return subscription;
    }

    private static void lookAt(Subscription subscription, Instant look) {
        update("UPDATE stripe_subscriptions SET look_at = '%s' WHERE subscription_id = '%s'"
                .formatted(look, subscription.getId()));
    }

    private static String org(Subscription subscription) {
        return subscription.getMetadata().get(SubscriptionFacts.ORGANIZATION);
    }

    private Absence absence() {
        caller.actAs(Projection.SOURCE);
        return new Absence(account, known, new Reprieve(known, billing, clock), outbox, database, caller, clock);
    }
}
