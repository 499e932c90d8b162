package io.wheelwright.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import com.stripe.exception.StripeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.wheelwright.support.HubTestResource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What policies take from customers, who would change by another one, and what keeps billing from taking anything. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class PolicyResourceTest extends OnStripe {

    /** Data can be exported until a week before it is deleted. */
    private static final Duration LAST_DAYS_OF_RETENTION = Duration.ofDays(StripeCustomers.RETENTION - 7);

    private static final String NO_ACCESS = "{\"on_dispute\": \"None\"}";

    @Test
    void tellsWhoWouldChangeAndChangesNothing() throws StripeException {
        String disputed = inDispute();
        String other = inDispute();
        String good = organization();
        customers.subscribe(good);
        awaitState(good, "active");
        settled();
        explain(disputed).body("reason", equalTo("DisputeOpen"), "access", equalTo("Full"));
        int revision = billing(disputed).extract().path("revision");

        List<String> changing = new ArrayList<>();
        String cursor = "0";
        while (cursor != null) {
            ValidatableResponse page =
                    evaluate(NO_ACCESS, 1, cursor).statusCode(200).body("items.size()", lessThanOrEqualTo(1));
            changing.addAll(page.extract().path("items.org_id"));
            cursor = page.extract().path("next_cursor");
        }
        assertThat(changing).contains(disputed, other).doesNotContain(good).doesNotHaveDuplicates();
        evaluate(NO_ACCESS, 500, "0")
                .body("items.org_id", equalTo(changing), "total", greaterThan(changing.size()))
                .body("next_cursor", nullValue())
                .body("items.find { it.org_id == '%s' }.from".formatted(disputed), equalTo("Full"))
                .body("items.find { it.org_id == '%s' }.from_reason".formatted(disputed), equalTo("DisputeOpen"))
                .body("items.find { it.org_id == '%s' }.to".formatted(disputed), equalTo("None"));
        evaluate("{\"on_dispute\": \"Full\", \"grace_days\": %d}".formatted(StripeCustomers.GRACE), 500, "0")
                .body("items", empty());

        billing(disputed).body("revision", equalTo(revision), "access", equalTo("Full"));
    }

    @Test
    void tellsWhoseDataWouldBeDeletedAfterAPlannedEnd() throws StripeException {
        String leaving = organization();
        String subscription = customers.subscribe(leaving).getId();
        awaitState(leaving, "active");
        stripe.cancelInPortal(subscription);
        await().atMost(SOON).until(() -> date(leaving, "ends_at") != null);
        settled();
        Instant end = date(leaving, "ends_at");
        String change = "items.find { it.org_id == '%s' }.".formatted(leaving);

        evaluate("{\"on_end\": \"Delete\"}", 500, "0")
                .statusCode(200)
                .body(change + "at", equalTo(end.plus(LAST_DAYS_OF_RETENTION).toString()))
                .body(change + "from", equalTo("ExportOnly"), change + "from_reason", equalTo("Cancelled"))
                .body(change + "to", equalTo("None"), change + "to_reason", equalTo("DeletionScheduled"));
        evaluate("{\"on_end\": \"Delete\", \"retention_days\": 1}", 500, "0")
                .body(change + "at", equalTo(end.plus(Duration.ofDays(7)).toString()));
        evaluate("{\"retention_days\": 1}", 500, "0")
                .statusCode(200)
                .body("items.findAll { it.org_id == '%s' }".formatted(leaving), empty());

        billing(leaving).body("delete_after", nullValue(), "state", equalTo("active"));
    }

    @Test
    void whatACustomerWasPromisedGoesOverThePlan() throws StripeException {
        String org = inDispute();
        say(
                        org,
                        "{\"state\": \"active\", \"source\": \"stripe\", \"plan\": \"growth\", \"overrides\": {\"policy\":"
                                + " {\"on_dispute\": \"ReadOnly\", \"grace_days\": 9}}}")
                .statusCode(200)
                .body("overrides.policy.on_dispute", equalTo("ReadOnly"), "concern.kind", equalTo("disputed"));
        update("UPDATE stripe_subscriptions SET look_at = '%s' WHERE org_id = '%s'".formatted(Instant.now(), org));
        await().atMost(SOON).untilAsserted(() -> billing(org)
                .body("access", equalTo("ReadOnly"), "reason", equalTo("DisputeOpen"))
                .body("concern.allows", equalTo("ReadOnly"), "overrides.policy.grace_days", equalTo(9)));
        evaluate(NO_ACCESS, 500, "0").body("items.findAll { it.org_id == '%s' }".formatted(org), empty());
        say(org, "{\"state\": \"active\", \"overrides\": {\"policy\": {\"on_dispute\": \"Some\", \"grace_days\": -1}}}")
                .statusCode(400)
                .body("errors.field", containsInAnyOrder("overrides.policy.on_dispute", "overrides.policy.grace_days"));
        say(org, "{\"state\": \"active\", \"overrides\": {\"policy\": {\"on_end\": \"Perhaps\"}}}")
                .statusCode(400)
                .body("errors.field", containsInAnyOrder("overrides.policy.on_end"));
    }

    @Test
    void whatIsNotThereCannotBeEvaluated() {
        evaluate("growth", "{\"retention_days\": -1, \"on_end\": \"Perhaps\"}", 1, "0")
                .statusCode(400)
                .body("errors.field", containsInAnyOrder("policy.retention_days", "policy.on_end"));
        evaluate("growth", "{\"grace_days\": 3, \"grace_full_days\": 4}", 1, "0")
                .statusCode(400)
                .body("errors.field", hasItem("policy.grace_full_days"));
        evaluate("growth", "{\"grace_full_days\": %d}".formatted(StripeCustomers.GRACE + 1), 1, "0")
                .statusCode(400)
                .body("errors.field", hasItem("policy.grace_full_days"));
        evaluate("gone", NO_ACCESS, 1, "0").statusCode(400).body("errors.field", hasItem("plan"));
        admin().body("{}")
                .post(API + "/billing/policies/evaluate")
                .then()
                .statusCode(400)
                .body("errors.field", containsInAnyOrder("product_id", "plan", "policy"));
    }

    @Test
    void aHoldKeepsWhatBillingWouldTakeUntilItIsLifted() {
        String org = organization();
        Instant until = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
        String hold = "{\"reason\": \"They pay on Monday.\", \"until\": \"%s\"}".formatted(until);
        hold(org, hold).statusCode(409);
        say(org, "{\"state\": \"suspended\"}").statusCode(200).body("access", equalTo("None"));
        hold(org, "{\"reason\": \"x\", \"until\": \"2020-01-01T00:00:00Z\"}")
                .statusCode(400)
                .body("errors.field", hasItem("until"));

        hold(org, hold)
                .statusCode(200)
                .body(
                        "access",
                        equalTo("Full"),
                        "reason",
                        equalTo("BillingHeld"),
                        "next_change",
                        equalTo(until.toString()))
                .body("hold.reason", equalTo("They pay on Monday."), "hold.until", equalTo(until.toString()));
        say(org, "{\"state\": \"cancelled\"}")
                .statusCode(200)
                .body("access", equalTo("Full"), "hold.until", equalTo(until.toString()));
        explain(org).body("reason", equalTo("BillingHeld"), "deadlines[0].access", equalTo("ExportOnly"));

        admin().delete(API + "/organizations/" + org + "/billing-hold")
                .then()
                .statusCode(200)
                .body("access", equalTo("ExportOnly"), "reason", equalTo("Cancelled"));
        audit(org).body("items.findAll { it.after?.hold != null }.size()", equalTo(3));
    }

    private ValidatableResponse evaluate(String policy, int limit, String cursor) {
        return evaluate("growth", policy, limit, cursor);
    }

    private ValidatableResponse evaluate(String plan, String policy, int limit, String cursor) {
        return admin().queryParam("limit", limit)
                .queryParam("cursor", cursor)
                .body("{\"product_id\": \"%s\", \"plan\": \"%s\", \"policy\": %s}"
                        .formatted(customers.product(), plan, policy))
                .post(API + "/billing/policies/evaluate")
                .then();
    }
}
