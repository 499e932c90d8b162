package io.wheelwright.account;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A hub that lets in nobody but those who were given a code. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
@TestProfile(PrivateBetaResourceTest.Beta.class)
class PrivateBetaResourceTest {

    /** A hub without a waiting list. */
    public static class Beta implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("wheelwright.signup.posture", "private_beta");
        }
    }

    @Inject
    Postbox postbox;

    HubSpace space;

    @Test
    void letsInWhoWasGivenACodeAndNobodyElse() {
        Customer customer = Customer.of(space);
        customer.signUp()
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("invitation_code"))
                .body("detail", containsString("lets in those who were given one"));
        signUp(customer, "A".repeat(43)).then().statusCode(400);
        Customer.post("/waitlist", Map.of("email", customer.email()))
                .then()
                .statusCode(404)
                .body("detail", containsString("wheelwright.signup.posture"));
        String code = Customer.json()
                .header("Authorization", "Bearer " + space.adminToken())
                .body(Map.of("note", "first customers"))
                .post(Customer.ROOT + "/invitation-codes")
                .path("code");

        signUp(customer, code).then().statusCode(202);
        customer.confirm(postbox.token(customer.email(), "Confirm your address", 1))
                .then()
                .statusCode(200)
                .body("subscription.state", equalTo("trialing"));

        signUp(customer.withEmail("eve-" + customer.email()), code).then().statusCode(400);
    }

    private static Response signUp(Customer customer, String code) {
        Map<String, String> wish = customer.wish();
        wish.put("invitation_code", code);
        return Customer.post("/signup", wish);
    }
}
