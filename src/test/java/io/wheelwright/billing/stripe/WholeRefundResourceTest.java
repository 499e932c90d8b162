package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.lab.stripe.Faults.Fault;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What follows where a subscription goes on of whose present period all payments have gone back. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class WholeRefundResourceTest extends OnStripe {

    @Inject
    RefundedPeriods periods;

    @Inject
    RefundFollower refunds;

    @AfterEach
    void refundsSucceed() {
        stripe.nextRefunds("succeeded");
    }

    @Test
    void isToldAndTakesWhatThePolicySaysUntilTheNextPeriod() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        customers.refund(charge(subscription), 2899);
        settled();
        billing(org).body("concern", nullValue(), "reason", equalTo("Active"));

        customers.refund(charge(subscription), 1);
        await().atMost(SOON).untilAsserted(() -> billing(org).body("concern.kind", equalTo("refunded")));
        billing(org).body("access", equalTo("Full"), "reason", equalTo("RefundedInFull"));

        say(
                        org,
                        "{\"state\": \"active\", \"source\": \"stripe\", \"plan\": \"growth\","
                                + " \"overrides\": {\"policy\": {\"on_full_refund\": \"ReadOnly\"}}}")
                .statusCode(200)
                .body("overrides.policy.on_full_refund", equalTo("ReadOnly"));
        look(subscription);
        await().atMost(SOON).untilAsserted(() -> billing(org)
                .body("access", equalTo("ReadOnly"), "reason", equalTo("RefundedInFull")));

        stripe.advance(Duration.ofDays(32));
        await().atMost(SOON).untilAsserted(() -> billing(org).body("concern", nullValue()));
        billing(org).body("access", equalTo("Full"), "reason", equalTo("Active"));
    }

    @Test
    void endsWhereTheRefundFails() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        stripe.nextRefunds("pending");
        String refund = customers.refund(charge(subscription), 2900);
        await().atMost(SOON).untilAsserted(() -> billing(org).body("reason", equalTo("RefundedInFull")));

        stripe.settleRefund(refund, "failed");
        await().atMost(SOON).untilAsserted(() -> billing(org).body("reason", equalTo("Active")));
        billing(org).body("concern", nullValue());
    }

    @Test
    void endsWhereMoreIsPaidForThePeriod() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        say(
                        org,
                        "{\"state\": \"active\", \"source\": \"stripe\", \"plan\": \"growth\","
                                + " \"overrides\": {\"policy\": {\"on_full_refund\": \"ReadOnly\"}}}")
                .statusCode(200);
        customers.refund(charge(subscription), 2900);
        await().atMost(SOON).untilAsserted(() -> billing(org)
                .body("access", equalTo("ReadOnly"), "reason", equalTo("RefundedInFull")));
        settled();

        customers.buy(subscription, 2);
        await().atMost(SOON).untilAsserted(() -> billing(org)
                .body("access", equalTo("Full"), "reason", equalTo("Active"), "concern", nullValue()));
        assertThat(row(subscription).refundedUntil).isNull();
    }

    @Test
    void isWeighedAgainWhereStripeDidNotAnswer() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        settled();
        stripe.deliveries().drop(type -> true);
        String refund = customers.refund(charge(subscription), 2900);
        stripe.faults().alwaysAt("GET", "/v1/subscriptions/" + subscription.getId(), Fault.TOO_MANY);
        assertThatThrownBy(() -> refunds.follow(refund)).isInstanceOf(StripeException.class);
        assertThat(refunds.isKept(refund, "succeeded")).as("it is listed again").isFalse();

        stripe.faults().clear();
        assertThat(refunds.follow(refund)).isTrue();
        assertThat(refunds.isKept(refund, "succeeded")).isTrue();
        await().atMost(SOON).untilAsserted(() -> billing(org).body("reason", equalTo("RefundedInFull")));
    }

    @Test
    void anEarlierReadOverwritesNoLaterOne() throws StripeException {
        String org = organization();
        Subscription subscription = customers.subscribe(org);
        awaitState(org, "active");
        long early = Reads.next();
        customers.refund(charge(subscription), 2900);
        await().atMost(SOON).untilAsserted(() -> billing(org).body("reason", equalTo("RefundedInFull")));
        settled();

        periods.keep(subscription.getId(), null, early);

        assertThat(row(subscription).refundedUntil).isNotNull();
    }
}
