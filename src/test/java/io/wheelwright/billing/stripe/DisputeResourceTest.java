package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.wheelwright.Figures;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.lab.stripe.StripePrices;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.LoggedText;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Payments that somebody disputes: what the hub keeps of that, and what it does not do meanwhile. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class DisputeResourceTest extends OnStripe {

    private static final String FULL = "{\"mode\": \"full\", \"reason\": \"requested_by_customer\"}";

    @Inject
    UndecidedDisputes undecided;

    @Inject
    Figures figures;

    @Inject
    StripeAccount account;

    private final SimpleMeterRegistry scraped = new SimpleMeterRegistry();

    @BeforeEach
    void scrape() {
        new DisputeMetrics(scraped, figures, account);
    }

    @Test
    void isKeptWithItsStatesAndStandsAgainstAFullRefund() throws StripeException {
        String org = organization();
        Subscription subscription = paying(org);
        double open = counted(DisputeStanding.open);
        double won = counted(DisputeStanding.won);
        stripe.deliveries().copies(2);
        String dispute;
        try (LoggedText log = LoggedText.begin()) {
            dispute = stripe.dispute(charge(subscription), "fraudulent");
            awaitStatus(org, "needs_response");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(log.text()).contains("is disputed (fraudulent, needs_response)"));
        }
        disputes(org)
                .body(
                        "items", hasSize(1),
                        "items[0].dispute_id", equalTo(dispute),
                        "items[0].charge_id", equalTo(charge(subscription)),
                        "items[0].invoice_id", equalTo(subscription.getLatestInvoice()))
                .body(
                        "items[0].amount", equalTo(2900),
                        "items[0].currency", equalTo("USD"),
                        "items[0].standing", equalTo("open"),
                        "items[0].answer_until", notNullValue());
        explain(org).body("access", equalTo("Full"), "disputes.dispute_id", contains(dispute));
        explain(org).body("events.type", hasItem("charge.dispute.created"));
        await().atMost(SOON).until(() -> counted(DisputeStanding.open) > open);
        refund(org, FULL).statusCode(409).body("detail", containsString("is disputed"));
        refund(org, "{\"mode\": \"amount\", \"amount\": 500, \"reason\": \"duplicate\"}")
                .statusCode(409);

        stripe.closeDispute(dispute, true);
        awaitStatus(org, "won");
        disputes(org)
                .body("items[0].statuses.status", contains("needs_response", "won"))
                .body("items[0].standing", equalTo("won"));
        await().atMost(SOON).until(() -> counted(DisputeStanding.won) > won);
        refund(org, FULL).statusCode(200).body("amount", equalTo(2900));
    }

    @Test
    void oneThatIsOpenedAfterARefundChangesNothingOfIt() throws StripeException {
        String org = organization();
        Subscription subscription = paying(org);
        refund(org, FULL).statusCode(200);
        String dispute = stripe.dispute(charge(subscription), "credit_not_processed");
        awaitStatus(org, "needs_response");
        refund(org, FULL).statusCode(409);
        stripe.closeDispute(dispute, false);
        awaitStatus(org, "lost");
        refund(org, FULL).statusCode(409).body("detail", containsString("A payment is disputed"));
        admin().get(API + "/subscriptions/" + org + "/refunds")
                .then()
                .statusCode(200)
                .body("items.amount", contains(2900), "items.status", contains("succeeded"));
        explain(org).body("access", equalTo("Full"));
    }

    @Test
    void whatIsOnlyAskedTakesNothingAndWhatIsNotKnownSettlesNothing() throws StripeException {
        String org = organization();
        Subscription subscription = paying(org);
        String dispute = stripe.dispute(charge(subscription), "general");
        awaitStatus(org, "needs_response");
        stripe.moveDispute(dispute, "dreaming");
        awaitStatus(org, "dreaming");
        disputes(org).body("items[0].standing", equalTo("unknown"));
        refund(org, FULL).statusCode(409);
        explain(org).body("access", equalTo("Full"));

        stripe.moveDispute(dispute, "warning_needs_response");
        awaitStatus(org, "warning_needs_response");
        disputes(org).body("items[0].standing", equalTo("asked"));
        refund(org, FULL).statusCode(200);
    }

    @Test
    void anEventThatComesLateTellsOfWhatIsThereNow() throws StripeException {
        String org = organization();
        Subscription subscription = paying(org);
        stripe.deliveries().drop(type -> type.equals("charge.dispute.closed"));
        stripe.deliveries().hold();
        String dispute = stripe.dispute(charge(subscription), "fraudulent");
        stripe.closeDispute(dispute, false);
        stripe.deliveries().release();
        awaitStatus(org, "lost");
        disputes(org).body("items[0].statuses.status", contains("lost"));
    }

    @Test
    void whatNoEventHasToldOfTheEndIsReadAgainInTheRound() throws StripeException {
        firstRoundIsOver();
        String org = organization();
        Subscription subscription = paying(org);
        String dispute = stripe.dispute(charge(subscription), "fraudulent");
        awaitStatus(org, "needs_response");
        settled();
        stripe.deliveries().drop(type -> true);
        stripe.closeDispute(dispute, true);

        stripe.faults().always("GET", "/v1/disputes/", Fault.UNAVAILABLE);
        assertThatThrownBy(undecided::run).isInstanceOf(StripeAway.class);
        stripe.faults().clear();
        for (Fault ofOne : List.of(Fault.FORBIDDEN, Fault.MISSING)) {
            stripe.faults().next("GET", "/v1/disputes/" + dispute, ofOne);
            assertThat(undecided.run()).isEqualTo(ofOne == Fault.FORBIDDEN ? 1 : 0);
            awaitStatus(org, "needs_response");
        }
        assertThat(undecided.run()).isZero();
        awaitStatus(org, "won");
    }

    @Test
    void oneBeforeItsOrganizationWaitsForIt() throws StripeException {
        String org = "org-" + UUID.randomUUID().toString().substring(0, 8);
        Subscription subscription = customers.subscribe(org);
        await().atMost(SOON).until(() -> row(subscription) != null);
        String dispute = stripe.dispute(charge(subscription), "fraudulent");
        String event = stripe.events().stream()
                .filter(one ->
                        one.path("data").path("object").path("id").asText().equals(dispute))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        await().atMost(SOON).untilAsserted(() -> event(event).body("note", containsString("is not there yet")));
        assertThat(count("disputes WHERE dispute_id = '" + dispute + "'")).isZero();
        customers.declare(org);
        awaitState(org, "active");
        replay(event, "{}").statusCode(200).body("note", containsString("about a dispute"));
        replay(event, "{\"dry_run\": false}").statusCode(200);
        awaitStatus(org, "needs_response");
    }

    /** The plan's is the eleventh, and an invoice has ten with it. */
    @Test
    void isForTheLatestPeriodOfAllLinesThatWerePaid() throws StripeException {
        String org = organization();
        Subscription other = customers.subscribeUnnamed();
        List<String> prices = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            prices.add(StripePrices.weekly(customers.client(), 100));
        }
        prices.add(other.getItems().getData().get(0).getPrice().getId());
        Subscription subscription =
                customers.buyers().subscribe(other.getCustomer(), org, prices.toArray(String[]::new));
        awaitState(org, "active");
        settled();
        String dispute = stripe.dispute(charge(subscription), "fraudulent");
        awaitStatus(org, "needs_response");
        Instant later = Instant.ofEpochSecond(subscription.getCreated()).plus(Duration.ofDays(14));
        assertThat(count("disputes WHERE dispute_id = '%s' AND paid_until > '%s'".formatted(dispute, later)))
                .isOne();
    }

    @Test
    void whoHadItFirstIsLookedAtWhenItEnds() throws StripeException {
        String org = organization();
        Subscription paid = paying(org);
        Subscription another = customers.subscribe(org);
        String dispute = stripe.dispute(charge(paid), "fraudulent");
        awaitStatus(org, "needs_response");
        assertThat(count(
                        "disputes WHERE dispute_id = '%s' AND subscription_id = '%s'".formatted(dispute, paid.getId())))
                .isOne();
        String heir = organization();
        customers.name(paid, heir);
        awaitState(heir, "active");
        settled();
        Instant before = row(another).readAt;
        stripe.closeDispute(dispute, true);
        awaitStatus(org, "won");
        await().atMost(SOON).until(() -> row(another).readAt.isAfter(before));
    }

    @Test
    void thoseOfOthersAreNoneOfThisHub() throws StripeException {
        String org = organization();
        paying(org);
        Subscription foreign = customers.subscribeUnnamed();
        String dispute = stripe.dispute(charge(foreign), "fraudulent");
        String ofTheOther = "stripe_events WHERE type = 'charge.dispute.created' AND dispute_id = '" + dispute + "'";
        await().atMost(SOON)
                .until(() -> count("stripe_events WHERE type = 'charge.dispute.created' AND state = 'ignored'") > 0);
        settled();
        assertThat(count(ofTheOther)).isZero();
        disputes(org).body("items", empty());
    }

    private Subscription paying(String org) throws StripeException {
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        return subscription;
    }

    /** There are no figures before they were first counted. */
    private double counted(DisputeStanding standing) {
        Gauge gauge = scraped.get("wheelwright.stripe.disputes")
                .tag("standing", standing.name())
                .gauge();
        await().atMost(SOON).until(() -> !Double.isNaN(gauge.value()));
        return gauge.value();
    }

    private void awaitStatus(String org, String status) {
        await().atMost(SOON).untilAsserted(() -> disputes(org).body("items.status", contains(status)));
    }

    private ValidatableResponse disputes(String org) {
        return admin().get(API + "/subscriptions/" + org + "/disputes").then().statusCode(200);
    }
}
