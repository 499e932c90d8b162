package io.wheelwright.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.account.TestAccounts;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.StaffProvider;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A hub that begins while the provider of its staff is away, and whose administrator's token is not asked for. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
@TestProfile(StaffAwayResourceTest.Away.class)
class StaffAwayResourceTest {

    private static final String ROOT = "/hub/api/v1";

    /** Nobody listens there yet. */
    public static class Away implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try (ServerSocket free = new ServerSocket(0)) {
                return Map.of(
                        "wheelwright.staff.issuer",
                        "http://127.0.0.1:" + free.getLocalPort(),
                        "wheelwright.admin.token-enabled",
                        "");
            } catch (IOException none) {
                throw new UncheckedIOException(none);
            }
        }
    }

    @ConfigProperty(name = "wheelwright.staff.issuer")
    URI issuer;

    @Inject
    TestSpokes spokes;

    @Inject
    TestAccounts accounts;

    HubSpace space;

    @Test
    void stopsStaffAloneAndOnlyForAsLong() {
        String token;
        try (StaffProvider provider = StaffProvider.at(issuer.getPort())) {
            token = provider.token("grace", StaffProvider.ADMINS);
        }

        as(token)
                .get(ROOT + "/organizations")
                .then()
                .statusCode(503)
                .header("Retry-After", "5")
                .body("type", equalTo("https://wheelwright.io/problems/unavailable"));
        as(token).get(ROOT + "/licenses/jwks").then().statusCode(200);
        as(spokes.make().key()).get(ROOT + "/directory").then().statusCode(200);
        as(accounts.member()).get(ROOT + "/me").then().statusCode(200);
        as(space.adminToken()).get(ROOT + "/organizations").then().statusCode(401);

        try (StaffProvider back = StaffProvider.at(issuer.getPort())) {
            as(token).get(ROOT + "/organizations").then().statusCode(200);
        }
        as(token).get(ROOT + "/organizations").then().statusCode(200);
    }

    private static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
