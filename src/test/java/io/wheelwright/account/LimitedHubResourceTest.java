package io.wheelwright.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Together;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to those who come too often. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
@TestProfile(LimitedHubResourceTest.Limited.class)
class LimitedHubResourceTest {

    private static final String TOO_MANY = "https://wheelwright.io/problems/too-many-requests";

    /** The limits that ship, but for the last one, behind a proxy on this machine. */
    public static class Limited implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "wheelwright.limits.signup", "5",
                    "wheelwright.limits.login", "10",
                    "wheelwright.limits.anonymous", "25",
                    "wheelwright.limits.trusted-proxies", "127.0.0.1,::1");
        }
    }

    HubSpace space;

    private Customer customer;
    private String place;

    @BeforeEach
    void somebodySomewhere() {
        customer = Customer.of(space);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        place = "198.%d.%d.%d".formatted(random.nextInt(1, 255), random.nextInt(1, 255), random.nextInt(1, 255));
    }

    @Test
    void fiveSignUpFromOnePlaceInAnHour() throws Exception {
        List<Integer> answers = Together.call(8, () -> signUpFrom(place).statusCode());

        assertThat(answers.stream().filter(status -> status == 202)).hasSize(5);
        Response refused = signUpFrom(place);
        refused.then().statusCode(429).body("type", equalTo(TOO_MANY));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(3500, 3600);
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"signup\";q=5;w=3600");
        signUpFrom("203.0.113.7").then().statusCode(202);
    }

    @Test
    void whatIsNotValidIsNotCounted() {
        for (int i = 0; i < 7; i++) {
            from(place)
                    .body(Map.of("email", "ada", "password", "x"))
                    .post(Customer.ROOT + "/signup")
                    .then()
                    .statusCode(400);
        }
        signUpFrom(place).then().statusCode(202).header("RateLimit", startsWith("\"signup\";r=4;t="));
    }

    @Test
    void whoGuessesWaitsLongerAndLonger() {
        for (int i = 0; i < 3; i++) {
            guess(place).then().statusCode(401);
        }

        guess(place).then().statusCode(429).header("Retry-After", "1");
        guess("203.0.113.8").then().statusCode(401);
    }

    @Test
    void whoDoesNotSayWhoItIsMayCallSoOften() {
        for (int i = 0; i < 25; i++) {
            from(place).get(Customer.ROOT + "/licenses/jwks").then().statusCode(200);
        }

        from(place).get(Customer.ROOT + "/licenses/jwks").then().statusCode(429).body("type", equalTo(TOO_MANY));
        from(place).get(Customer.ROOT + "/organizations").then().statusCode(429);
        from(place)
                .header("Authorization", "Bearer " + space.adminToken())
                .get(Customer.ROOT + "/organizations")
                .then()
                .statusCode(200);
        from(place).get("/hub/health").then().statusCode(200);
    }

    private Response signUpFrom(String somewhere) {
        return from(somewhere).body(customer.wish()).post(Customer.ROOT + "/signup");
    }

    private Response guess(String somewhere) {
        return from(somewhere)
                .body(Map.of("email", customer.email(), "password", "a guess"))
                .post(Customer.ROOT + "/login");
    }

    private static RequestSpecification from(String place) {
        return Customer.json().header("X-Forwarded-For", place);
    }
}
