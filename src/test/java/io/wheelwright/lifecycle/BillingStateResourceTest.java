package io.wheelwright.lifecycle;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class BillingStateResourceTest {

    private static final String TRIAL = """
            {"state": "trialing", "plan": "starter", "trial_ends_at": "2999-01-15T10:00:00Z",
             "overrides": {"limits": {"max_users": 12, "max_devices": "unlimited"}, "features": {"branding": true}}}
            """;

    HubSpace space;

    private TestCustomers customers;

    @BeforeEach
    void customers() {
        customers = new TestCustomers(space);
    }

    @Test
    void writesTheWholeOfWhatTheBillerSays() {
        String id = customers.made();
        customers
                .billing(id)
                .statusCode(200)
                .header("ETag", "\"0\"")
                .body("source", nullValue(), "state", equalTo("manual"), "access", equalTo("Full"));

        customers
                .bill(id, TRIAL)
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("source", equalTo("manual"), "reason", equalTo("Trialing"))
                .body("next_change", equalTo("2999-01-15T10:00:00Z"))
                .body("overrides.limits.max_devices", equalTo("unlimited"));

        BillingFacts trial = awaitRevision(id, 1);
        assertThat(trial.state()).isEqualTo(BillingState.trialing);
        assertThat(trial.trialEndsAt()).isEqualTo("2999-01-15T10:00:00Z");
        assertThat(trial.graceEndsAt()).as("the plan of the spoke that comes").isNull();
        assertThat(trial.overrides().limits())
                .isEqualTo(Map.of("max_users", Limit.of(12), "max_devices", Limit.UNLIMITED));
        customers.bill(id, TRIAL).statusCode(200).header("ETag", "\"1\"");

        customers
                .bill(id, "{\"state\": \"past_due\", \"grace_ends_at\": \"2999-01-01T00:00:00Z\"}")
                .statusCode(200)
                .body("access", equalTo("ReadOnly"), "trial_ends_at", nullValue(), "overrides", nullValue());

        BillingFacts late = awaitRevision(id, 2);
        assertThat(late.plan()).isNull();
        assertThat(late.overrides()).isNull();
        customers.audit(id).body("items.findAll { it.after?.state == 'past_due' }[0].before.plan", equalTo("starter"));
    }

    @Test
    void whatWasStoredBeforeThereWereRevisionsIsNobodys() {
        String id = customers.made();
        customers.awaitKnown(id);
        customers.write(id, "{\"state\": \"past_due\"}");

        customers.billing(id).statusCode(200).header("ETag", "\"0\"").body("revision", equalTo(0));
        customers.bill(id, "{\"state\": \"active\"}").statusCode(200).header("ETag", "\"1\"");
    }

    @Test
    void anotherBillerKeepsItUntilAnAdministratorSaysSo() {
        String id = customers.made();
        customers
                .bill(id, "{\"state\": \"active\", \"source\": \"erp\"}")
                .statusCode(200)
                .body("source", equalTo("erp"));

        customers
                .bill(id, TRIAL)
                .statusCode(409)
                .body("type", equalTo("https://wheelwright.io/problems/owned-by-another"))
                .body("detail", containsString("erp"));
        customers.bill(id, withField(TRIAL, "take_over_from", "stripe")).statusCode(409);
        customers.billing(id).body("state", equalTo("active"));

        customers
                .bill(id, withField(TRIAL, "take_over_from", "erp"))
                .statusCode(200)
                .body("source", equalTo("manual"), "revision", equalTo(2));
        customers.bill(id, "{\"state\": \"active\", \"source\": \"erp\"}").statusCode(409);
        assertThat(awaitRevision(id, 2).source()).isEqualTo("manual");
    }

    @Test
    void theBillerWritesInItsOwnNameAlone() {
        String id = customers.made();
        says(id, "{\"state\": \"active\", \"source\": \"erp\"}").statusCode(403);
        says(id, withField(TRIAL, "take_over_from", "manual")).statusCode(403);

        says(id, TRIAL).statusCode(200).body("source", equalTo("ledger"), "revision", equalTo(1));

        biller().get(TestCustomers.PATH + id + "/billing-state").then().statusCode(200);
        biller().get(TestCustomers.PATH + id).then().statusCode(403);
        biller().body("{\"reason\": \"unpaid\"}")
                .post(TestCustomers.PATH + id + "/deactivate")
                .then()
                .statusCode(403);
        customers.audit(id).body("items.findAll { it.after?.source == 'ledger' }[0].actor", equalTo("biller:ledger"));

        String kept = customers.made();
        customers.bill(kept, "{\"state\": \"active\"}").statusCode(200).body("source", equalTo("manual"));
        says(kept, TRIAL).statusCode(409).body("detail", containsString("manual"));
    }

    private static ValidatableResponse says(String id, String body) {
        return biller().body(body)
                .put(TestCustomers.PATH + id + "/billing-state")
                .then();
    }

    private static RequestSpecification biller() {
        return given().header("Authorization", "Bearer biller-of-the-tests").contentType("application/json");
    }

    @Test
    void whatSomebodyElseDeclaresIsNamedAndNotDropped() {
        String id = customers.declared("{\"overrides\": {\"limits\": {\"max_users\": 99}}, \"source\": \"manual\","
                + " \"state\": \"active\", \"revision\": 7}");
        customers.billing(id).body("revision", equalTo(7), "overrides.limits.max_users", equalTo(99));

        customers
                .bill(id, "{\"state\": \"manual\"}")
                .statusCode(409)
                .body("type", equalTo("https://wheelwright.io/problems/owned-by-another"))
                .body("detail", containsString("argocd"));

        assertThat(customers.resource(id).getSpec().billing().revision()).isEqualTo(7);
    }

    @Test
    void happensOnceAndOnlyToWhatWasRead() {
        String id = customers.made();
        String key = UUID.randomUUID().toString();
        for (int time = 0; time < 2; time++) {
            customers
                    .as("Idempotency-Key", key)
                    .body(TRIAL)
                    .put(TestCustomers.PATH + id + "/billing-state")
                    .then()
                    .statusCode(200)
                    .header("ETag", "\"1\"");
        }
        customers
                .as("If-Match", "\"0\"")
                .body("{\"state\": \"active\"}")
                .put(TestCustomers.PATH + id + "/billing-state")
                .then()
                .statusCode(412);
        customers
                .as("If-Match", "\"1\"")
                .body("{\"state\": \"active\"}")
                .put(TestCustomers.PATH + id + "/billing-state")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"");
    }

    @Test
    void theVendorsOwnOrganizationIsSpared() {
        customers.declared(TestCustomers.VENDOR, null);

        Stream.of(
                        "{\"state\": \"suspended\"}",
                        "{\"state\": \"active\", \"ends_at\": \"2020-01-01T00:00:00Z\"}",
                        "{\"state\": \"active\", \"ends_at\": \"2999-01-01T00:00:00Z\"}",
                        "{\"state\": \"past_due\", \"grace_ends_at\": \"2020-01-01T00:00:00Z\"}",
                        "{\"state\": \"trialing\", \"trial_ends_at\": \"2020-01-01T00:00:00Z\"}")
                .forEach(end -> customers.bill(TestCustomers.VENDOR, end).statusCode(409));
        customers
                .post(TestCustomers.VENDOR, "suspend", "{\"reason\": \"a mistake\"}")
                .statusCode(409)
                .body("detail", containsString("wheelwright.own-organization"));
        customers
                .post(TestCustomers.VENDOR, "deactivate", "{\"reason\": \"a mistake\"}")
                .statusCode(409);
        customers
                .as("X-Request-Id", "mistake")
                .delete(TestCustomers.PATH + TestCustomers.VENDOR)
                .then()
                .statusCode(409);
        customers.bill(TestCustomers.VENDOR, "{\"state\": \"manual\"}").statusCode(200);
    }

    private BillingFacts awaitRevision(String id, long revision) {
        return await().atMost(SOON)
                .until(
                        () -> customers.resource(id).getSpec().billing(),
                        billing -> billing != null && billing.revision() == revision);
    }

    private static String withField(String object, String field, String value) {
        return object.replaceFirst("\\{", "{\"" + field + "\": \"" + value + "\", ");
    }
}
