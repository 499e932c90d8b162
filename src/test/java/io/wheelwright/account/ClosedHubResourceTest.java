package io.wheelwright.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.support.HubTestResource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A hub that is not hosted, and has no account at Stripe. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
@TestProfile(ClosedHubResourceTest.Closed.class)
class ClosedHubResourceTest {

    /** What the chart ships. */
    public static class Closed implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "wheelwright.hosted.enabled", "false",
                    "wheelwright.stripe.api-key", "",
                    "wheelwright.stripe.webhook-secrets", "");
        }
    }

    HubSpace space;

    @ParameterizedTest
    @CsvSource({
        "POST, /signup",
        "GET, /signups/1",
        "POST, /verify-email",
        "POST, /verify-email/resend",
        "POST, /waitlist",
        "GET, /invitation-codes",
        "POST, /login",
        "POST, /refresh",
        "POST, /logout",
        "GET, /me",
        "POST, /me/password",
        "POST, /invitations/accept",
        "GET, /organizations/acme/members",
        "GET, /organizations/acme/invitations",
        "GET, /organizations/acme/tokens",
        "POST, /password-reset",
        "POST, /password-reset/confirm"
    })
    void hasNoAccounts(String method, String path) {
        Customer.json()
                .request(method, Customer.ROOT + path)
                .then()
                .statusCode(404)
                .body("detail", containsString("wheelwright.hosted.enabled"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/verify-email", "/reset-password", "/accept-invitation", "/account.css", "/account.js"})
    void hasNoPagesOfAccounts(String page) {
        given().get(page).then().statusCode(404).body("detail", containsString("wheelwright.hosted.enabled"));
    }

    /** Whatever it is signed with. */
    @Test
    void takesNoEventOfStripe() {
        long now = Instant.now().getEpochSecond();
        String event = "{\"id\": \"evt_1\", \"type\": \"customer.subscription.updated\"}";
        for (String signature : List.of("t=" + now + ",v1=", "t=" + now + ",v1=" + "0".repeat(64))) {
            Customer.json()
                    .header("Stripe-Signature", signature)
                    .body(event)
                    .post(Customer.ROOT + "/billing/webhook")
                    .then()
                    .statusCode(404)
                    .body("detail", containsString("wheelwright.stripe.api-key"));
        }
    }

    @Test
    void billsSuspendsAndLetsGo() {
        String path = "/organizations/"
                + admin().body(Map.of("name", "Acme", "email", "it-" + UUID.randomUUID() + "@acme.example"))
                        .post(Customer.ROOT + "/organizations")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("org_id");

        put(path + "/billing-state", "{\"state\": \"active\", \"plan\": \"growth\"}")
                .body("access", equalTo("Full"));
        admin().get(Customer.ROOT + path + "/billing-state")
                .then()
                .statusCode(200)
                .body("plan", equalTo("growth"));
        post(path + "/suspend", "{\"reason\": \"does not answer\"}");
        post(path + "/unsuspend", "");
        post(path + "/deactivate", "{\"reason\": \"The contract has ended.\"}").body("delete_after", notNullValue());
        admin().get(Customer.ROOT + path + "/billing-state").then().body("state", equalTo("cancelled"));
        post(path + "/reactivate", "{}");
        put(path + "/billing-state", "{\"state\": \"active\"}").body("access", equalTo("Full"));
    }

    private ValidatableResponse put(String path, String body) {
        return admin().body(body).put(Customer.ROOT + path).then().statusCode(200);
    }

    private ValidatableResponse post(String path, String body) {
        return admin().body(body).post(Customer.ROOT + path).then().statusCode(200);
    }

    private RequestSpecification admin() {
        return Customer.json().header("Authorization", "Bearer " + space.adminToken());
    }

    @Test
    void makesNoKeyForWhoeverSendsAToken() {
        given().header("Authorization", "Bearer eyJhbGciOiJFUzI1NiJ9.e30.nothing")
                .get(Customer.ROOT + "/organizations")
                .then()
                .statusCode(401);

        assertThat(LabPlane.shared()
                        .client()
                        .secrets()
                        .inNamespace(space.hubNamespace())
                        .withName(SessionKey.SECRET)
                        .get())
                .isNull();
    }
}
