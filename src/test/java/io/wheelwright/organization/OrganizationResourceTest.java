package io.wheelwright.organization;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class OrganizationResourceTest {

    private static final String PATH = "/hub/api/v1/organizations";

    @Inject
    KubernetesClient client;

    HubSpace space;

    @Test
    void makesTheResourceOfTheSameName() {
        String id = create(null);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> Assertions.assertThat(resource(id)).isNotNull());
        Assertions.assertThat(resource(id).getSpec().contactEmail()).isEqualTo("ada@acme.example");
    }

    @Test
    void isMadeOnceUnderOneIdempotencyKey() {
        String key = UUID.randomUUID().toString();
        Assertions.assertThat(create(key)).isEqualTo(create(key));
        admin().header("Idempotency-Key", key)
                .body(Map.of("name", "Other", "email", "ada@acme.example"))
                .post(PATH)
                .then()
                .statusCode(422)
                .body("type", equalTo("https://wheelwright.io/problems/idempotency-key-reused"));
    }

    @Test
    void changesOnlyTheVersionThatTheCallerHasSeen() {
        String id = create(null);
        String etag =
                admin().get(PATH + "/" + id).then().statusCode(200).extract().header("ETag");
        admin().header("If-Match", etag)
                .body(Map.of("name", "Acme Ltd"))
                .patch(PATH + "/" + id)
                .then()
                .statusCode(200)
                .body("name", equalTo("Acme Ltd"));
        admin().header("If-Match", etag)
                .body(Map.of("name", "Acme Inc"))
                .patch(PATH + "/" + id)
                .then()
                .statusCode(412);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> Assertions.assertThat(
                        resource(id).getSpec().displayName())
                .isEqualTo("Acme Ltd"));
    }

    private Organization resource(String id) {
        return client.resources(Organization.class)
                .inNamespace(space.fleetNamespace())
                .withName(id)
                .get();
    }

    private String create(String key) {
        RequestSpecification request = admin().body(Map.of("name", "Acme", "email", "ada@acme.example"));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return request.post(PATH)
                .then()
                .statusCode(201)
                .body("org_id", startsWith("acme-"))
                .extract()
                .path("org_id");
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken()).contentType("application/json");
    }
}
