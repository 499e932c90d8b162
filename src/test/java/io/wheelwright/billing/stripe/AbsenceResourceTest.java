package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.access.Caller;
import io.wheelwright.agent.MovableClock;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.outbox.Outbox;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Patience;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of dates that pass while no hub runs: here for two hours, as far as the hub that begins can tell. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class AbsenceResourceTest extends OnStripe {

    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final Duration AWAY = Duration.ofHours(2);

    /** Each try counts for the two seconds at least that lie between two of them. */
    private static final int MORE_THAN_PATIENCE = 7;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant dayLater = begin.plus(AWAY).plus(Duration.ofDays(1));
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

    @Inject
    Projection projection;

    @Inject
    RefundFollower refunds;

    @Inject
    DisputeFollower disputes;

    @Inject
    MeterErrorFollower meterErrors;

    @Inject
    StripeMetrics metrics;

    @Test
    void whatHasPassedIsPutOffUntilStripeWasRead() throws StripeException {
        Subscription paid = owing(begin.plus(Duration.ofHours(1)), begin.plus(HALF_AN_HOUR));
        Subscription near = owing(begin.plus(AWAY).plusSeconds(600), begin.plus(HALF_AN_HOUR));
        awaitEnd(absence());
        for (Subscription one : List.of(paid, near)) {
            String org = org(one);
            assertThat(outbox.pending("Organization", org)).isFalse();
            assertThat(date(org, "grace_ends_at")).isEqualTo(dayLater);
            assertThat(count("organizations WHERE org_id = '%s' AND put_off_until IS NOT NULL".formatted(org)))
                    .as("told to nobody")
                    .isOne();
        }
        int revision = billing(org(paid)).extract().path("revision");
        absence().left();
        billing(org(paid)).body("revision", equalTo(revision));
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
        absence().left();
        assertThat(date(org(suspended), "grace_ends_at")).isEqualTo(begin.minus(Duration.ofDays(3)));
        assertThat(date(org(confirmed), "grace_ends_at")).isEqualTo(begin.plus(Duration.ofMinutes(10)));
        assertThat(date(org(lookedAt), "grace_ends_at")).isEqualTo(begin.plus(Duration.ofHours(1)));
        assertThat(date(org(far), "grace_ends_at")).isEqualTo(begin.plus(AWAY).plus(HALF_AN_HOUR));
    }

    @Test
    void whatHasFollowedMeanwhileStands() throws StripeException {
        Instant end = begin.plus(Duration.ofHours(1));
        Subscription owing = owing(end, begin.plus(HALF_AN_HOUR));
        String org = org(owing);
        Reprieve reprieve = new Reprieve(known, billing, clock);
        assertThat(reprieve.grantSince(begin.minus(AWAY), known.known(org))).isFalse();
        assertThat(date(org, "grace_ends_at")).isEqualTo(end);
        assertThat(reprieve.grantSince(row(owing).followedAt, known.known(org))).isTrue();
    }

    /** Kubernetes was away when it was read, and the hub has died: nothing has come of that. */
    @Test
    void whatWasReadAndNotFollowedConfirmsNothing() throws StripeException {
        Subscription read = owing(begin.plus(Duration.ofHours(1)), begin.plus(HALF_AN_HOUR));
        update("UPDATE stripe_subscriptions SET read_at = '%s' WHERE subscription_id = '%s'"
                .formatted(begin.plus(Duration.ofMinutes(51)), read.getId()));
        awaitEnd(absence());
        assertThat(date(org(read), "grace_ends_at")).isEqualTo(dayLater);
    }

    @Test
    void whileKubernetesTakesNothingNoHubBegins() throws StripeException {
        awaitEnd(absence());
        String beside = organization();
        customers.subscribe(beside);
        awaitState(beside, "active");
        settled();
        Instant end = begin.plus(Duration.ofHours(1));
        String kept = org(owing(end, begin.plus(HALF_AN_HOUR)));
        String org = org(owing(end, begin.plus(HALF_AN_HOUR)));
        declareOf(kept, Map.of("billing", Map.of("graceEndsAt", end.toString())));
        Absence absence = impatient();
        Resource<ValidatingWebhookConfiguration> trouble = troubleWith("true", org);
        try {
            for (int tries = 0; tries < MORE_THAN_PATIENCE; tries++) {
                assertThat(absence.obstacle()).isPresent();
            }
        } finally {
            trouble.delete();
            declareOf(kept, Map.of());
        }
        awaitEnd(absence);
        assertThat(date(org, "grace_ends_at")).isEqualTo(dayLater);
    }

    @Test
    void whomKubernetesAloneFailsWithIsWaitedForInVain() throws StripeException {
        Instant end = begin.plus(Duration.ofHours(1));
        String org = org(owing(end, begin.plus(HALF_AN_HOUR)));
        String other = org(owing(end, begin.plus(HALF_AN_HOUR)));
        Resource<ValidatingWebhookConfiguration> trouble =
                troubleWith("object.metadata.name == '%s'".formatted(org), org);
        Absence absence = impatient();
        try {
            assertThat(absence.obstacle()).isPresent();
            assertThat(date(other, "grace_ends_at")).isEqualTo(dayLater);
            awaitEnd(absence);
            assertThat(date(org, "grace_ends_at"))
                    .as("it is begun all the same")
                    .isEqualTo(end);
        } finally {
            trouble.delete();
        }
        awaitEnd(absence());
        assertThat(date(org, "grace_ends_at")).isEqualTo(dayLater);
    }

    /** A look in vain would take what is due out of sight: the API server may be away, and Stripe not. */
    @Test
    void nobodyLooksBeforeThat() throws StripeException {
        Subscription owing = owing(begin.plus(Duration.ofHours(1)), begin.plus(HALF_AN_HOUR));
        SubscriptionRow before = row(owing);
        Absence absence = absence();
        worker(absence).drain();
        assertThat(row(owing).lookAt).isEqualTo(before.lookAt);
        assertThat(row(owing).readSeq).isEqualTo(before.readSeq);
        assertThat(absence.isOver()).isFalse();
        awaitEnd(absence);
        assertThat(absence.isOver()).isTrue();
        assertThat(date(org(owing), "grace_ends_at")).isEqualTo(dayLater);
    }

    @Test
    void whoCannotBeSparedKeepsNoOtherFromItAndNoHubForEver() throws StripeException {
        Instant end = begin.plus(Duration.ofHours(1));
        String kept = org(owing(end, begin.plus(HALF_AN_HOUR)));
        String other = org(owing(end, begin.plus(HALF_AN_HOUR)));
        declareOf(kept, Map.of("billing", Map.of("graceEndsAt", end.toString())));
        Absence absence = absence();
        assertThat(absence.left())
                .anyMatch(why -> why.contains("dates of " + kept))
                .noneMatch(why -> why.contains("dates of " + other));
        assertThat(date(kept, "grace_ends_at")).isEqualTo(end);
        assertThat(date(other, "grace_ends_at")).isEqualTo(dayLater);
        assertThat(absence.obstacle()).isPresent();
        assertThat(absence.isOver()).isFalse();

        awaitEnd(absence);
        assertThat(absence.left()).as("it is begun all the same").anyMatch(why -> why.contains("dates of " + kept));
        declareOf(kept, Map.of());
        assertThat(absence.left()).noneMatch(why -> why.contains("dates of " + kept));
        assertThat(date(kept, "grace_ends_at")).isEqualTo(dayLater);
    }

    @Test
    void whatIsPutOffIsAwaitedAlsoByAHubThatBeginsAnew() throws StripeException {
        String org = org(owing(begin.plus(Duration.ofHours(1)), begin.plus(HALF_AN_HOUR)));
        writeBeforeIt(org);
        try {
            assertThat(absence().obstacle()).isPresent();
            assertThat(date(org, "grace_ends_at")).isEqualTo(dayLater);
            Absence anew = absence();
            assertThat(anew.left()).anyMatch(why -> why.contains(org));
            assertThat(anew.obstacle()).isPresent();
            nothingIsBeforeIt(org);
            awaitEnd(anew);
        } finally {
            nothingIsBeforeIt(org);
        }
        assertThat(LabPlane.shared()
                        .resource(space, Organization.class, org)
                        .get()
                        .getSpec()
                        .billing()
                        .graceEndsAt())
                .isEqualTo(dayLater);
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
        absence().left();
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

    /** A webhook that nobody answers: each write of these Organizations ends with an error of the server. */
    private Resource<ValidatingWebhookConfiguration> troubleWith(String condition, String org) {
        Resource<ValidatingWebhookConfiguration> hook = LabPlane.shared()
                .client()
                .resource(new ValidatingWebhookConfigurationBuilder()
                        .withNewMetadata()
                        .withName("absent-" + org)
                        .endMetadata()
                        .addNewWebhook()
                        .withName("absent.wheelwright.io")
                        .withAdmissionReviewVersions("v1")
                        .withSideEffects("None")
                        .withTimeoutSeconds(1)
                        .withNewClientConfig()
                        .withUrl("https://127.0.0.1:1/")
                        .endClientConfig()
                        .withNewNamespaceSelector()
                        .addToMatchLabels("kubernetes.io/metadata.name", space.fleetNamespace())
                        .endNamespaceSelector()
                        .addNewMatchCondition(condition, "concerned")
                        .addNewRule()
                        .withApiGroups("wheelwright.io")
                        .withApiVersions("v1alpha1")
                        .withOperations("CREATE", "UPDATE")
                        .withResources("organizations")
                        .endRule()
                        .endWebhook()
                        .build());
        hook.create();
        await().atMost(SOON).untilAsserted(() -> assertThatThrownBy(() -> declareOf(org, Map.of()))
                .hasMessageContaining("absent.wheelwright.io"));
        return hook;
    }

    /** Somebody else declares that of the spec, and nothing else. */
    private void declareOf(String org, Map<String, ?> spec) {
        GenericKubernetesResource resource = new GenericKubernetesResource();
        resource.setApiVersion("wheelwright.io/v1alpha1");
        resource.setKind("Organization");
        resource.setMetadata(new ObjectMetaBuilder()
                .withName(org)
                .withNamespace(space.fleetNamespace())
                .build());
        resource.setAdditionalProperty("spec", spec);
        LabPlane.shared().client().resource(resource).fieldManager("argocd").serverSideApply();
    }

    /** What was written last is to be applied once more, tomorrow, and all that comes after it waits for that. */
    private static void writeBeforeIt(String org) {
        update("""
                INSERT INTO outbox (api_version, kind, namespace, name, field_manager, manifest, action,
                                    state, next_at, created_at)
                SELECT api_version, kind, namespace, name, field_manager, manifest, action,
                       'pending', now() + interval '1 day', now()
                FROM outbox WHERE kind = 'Organization' AND name = '%s'
                ORDER BY id DESC LIMIT 1
                """.formatted(org));
    }

    private static void nothingIsBeforeIt(String org) {
        update("DELETE FROM outbox WHERE name = '%s' AND next_at > now() + interval '1 hour'".formatted(org));
    }

    /** Whom other tests have left, and who cannot be spared, is waited for, too: not for long, as it is tried at once again. */
    private static void awaitEnd(Absence absence) {
        await().pollInSameThread().atMost(Patience.END).until(() -> absence.obstacle()
                .isEmpty());
    }

    private static void lookAt(Subscription subscription, Instant look) {
        update("UPDATE stripe_subscriptions SET look_at = '%s' WHERE subscription_id = '%s'"
                .formatted(look, subscription.getId()));
    }

    private static String org(Subscription subscription) {
        return subscription.getMetadata().get(SubscriptionFacts.ORGANIZATION);
    }

    /** One for whom what is to be looked at in half an hour is due. */
    private StripeWorker worker(Absence absence) {
        MovableClock then = new MovableClock(begin.plus(HALF_AN_HOUR));
        Reprieve reprieve = new Reprieve(known, billing, then);
        return new StripeWorker(
                account, projection, refunds, disputes, meterErrors, reprieve, metrics, absence, caller, then);
    }

    /** One that is soon tired of trying. */
    private Absence impatient() {
        Absence absence = absence();
        absence.patience = PATIENCE;
        return absence;
    }

    private Absence absence() {
        caller.actAs(Projection.SOURCE);
        return new Absence(
                account, known, billing, new Reprieve(known, billing, clock), outbox, database, caller, clock);
    }
}
