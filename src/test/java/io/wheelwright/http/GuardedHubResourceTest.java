package io.wheelwright.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds for every request, at a hub with little patience. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
@TestProfile(GuardedHubResourceTest.Guarded.class)
class GuardedHubResourceTest {

    private static final String ROOT = "/hub/api/v1";

    /** Limits that a test reaches soon. */
    public static class Guarded implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("wheelwright.http.answer-within", "PT4S");
        }
    }

    HubSpace space;

    @Test
    void whatHangsIsAnsweredAndTheHubGoesOn() throws SQLException {
        try (Connection lock = DriverManager.getConnection(space.databaseUrl())) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("LOCK TABLE waitlist IN ACCESS EXCLUSIVE MODE");

            admin().get(ROOT + "/waitlist")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", "5")
                    .header("Connection", "close")
                    .body("type", equalTo("https://wheelwright.io/problems/unavailable"))
                    .body("detail", containsString("within 4 s"));
            lock.rollback();
        }

        admin().get(ROOT + "/waitlist").then().statusCode(200);
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken());
    }
}
