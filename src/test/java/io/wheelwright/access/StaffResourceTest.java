package io.wheelwright.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.StaffProvider;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The people who run the platform. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class StaffResourceTest {

    private static final String ROOT = "/hub/api/v1";

    StaffProvider provider;

    @Test
    void theAuditNamesWhoItWas() {
        String orgId = as(provider.token("grace", "offline_access", StaffProvider.ADMINS))
                .body(Map.of("name", "Acme", "email", "ada@acme.example"))
                .post(ROOT + "/organizations")
                .then()
                .statusCode(201)
                .extract()
                .path("org_id");

        as(provider.token("heidi", StaffProvider.VIEWERS))
                .queryParam("object", orgId)
                .get(ROOT + "/audit")
                .then()
                .statusCode(200)
                .body("items[0].actor", equalTo("staff:grace"));
    }

    @Test
    void whoOnlyLooksChangesNothing() {
        as(provider.token("heidi", StaffProvider.VIEWERS))
                .body(Map.of("name", "Acme", "email", "ada@acme.example"))
                .post(ROOT + "/organizations")
                .then()
                .statusCode(403);
    }

    @Test
    void whatTheProviderCallsARoleMeansNothingHere() {
        as(provider.token("mallory", "admin", "spoke", "member", "customer", "platform-viewer"))
                .get(ROOT + "/organizations")
                .then()
                .statusCode(403);
    }

    @Test
    void aTokenMayNameManyGroups() {
        String[] many = IntStream.range(0, 150)
                .mapToObj(i -> i == 149 ? StaffProvider.ADMINS : "a-group-with-quite-a-long-name-" + i)
                .toArray(String[]::new);

        as(provider.token("grace", many)).get(ROOT + "/organizations").then().statusCode(200);
    }

    private static RequestSpecification as(String token) {
        return given().contentType("application/json").header("Authorization", "Bearer " + token);
    }
}
