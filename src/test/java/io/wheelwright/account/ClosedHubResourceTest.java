package io.wheelwright.account;

import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.wheelwright.support.HubTestResource;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A hub that is not hosted. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
@TestProfile(ClosedHubResourceTest.Closed.class)
class ClosedHubResourceTest {

    /** What the chart ships. */
    public static class Closed implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("wheelwright.hosted.enabled", "false");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /signup",
        "GET, /signups/1",
        "POST, /verify-email",
        "POST, /verify-email/resend",
        "POST, /login",
        "POST, /refresh",
        "POST, /logout",
        "GET, /me",
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
}
