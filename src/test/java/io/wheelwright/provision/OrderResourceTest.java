package io.wheelwright.provision;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Together;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class OrderResourceTest {

    private static final String ROOT = "/hub/api/v1";

    HubSpace space;

    private String organization;
    private String product;

    /** A product whose chart is nowhere: what becomes of the spokes is not this test's business. */
    @BeforeEach
    void somethingToOrder() {
        product = "p-" + UUID.randomUUID().toString().substring(0, 8);
        organization = admin().body(Map.of("name", "Acme", "email", "ada@acme.example"))
                .post(ROOT + "/organizations")
                .path("org_id");
        admin().body("""
                        {"product": {"id": "%s", "name": "Cosmetics", "version": "1.0.0"},
                         "chart": {"source": "Archive", "path": "/nowhere"},
                         "plans": [{"id": "starter"}]}
                        """.formatted(product)).post(ROOT + "/products").then().statusCode(201);
    }

    @Test
    void isServedOnceUnderOneIdempotencyKeyHoweverManyAskAtOnce() throws Exception {
        String key = UUID.randomUUID().toString();
        List<String> spokes = Together.call(20, () -> order(Map.of("Idempotency-Key", key), "starter")
                .then()
                .statusCode(201)
                .extract()
                .path("spoke_id"));
        assertThat(spokes).hasSize(20).containsOnly(spokes.get(0));
        await().atMost(SOON).until(() -> resource(spokes.get(0)).get() != null);
    }

    @Test
    void ordersOfTheSameAtTheSameTimeGetASpokeEach() throws Exception {
        List<String> spokes = Together.call(3, () -> order(Map.of(), "starter")
                .then()
                .statusCode(201)
                .extract()
                .path("spoke_id"));
        assertThat(spokes).doesNotHaveDuplicates().contains(organization + "-" + product);
    }

    @Test
    void leavesToOthersWhatItDoesNotSay() {
        String id = order(Map.of(), "starter").path("spoke_id");
        await().atMost(SOON).until(() -> resource(id).get() != null);
        apply("kubectl", """
                apiVersion: wheelwright.io/v1alpha1
                kind: Spoke
                metadata: {name: %s}
                spec:
                  suspended: true
                  deletion: {policy: Delete}
                  directory: {visible: true}
                """.formatted(id));
        assertThat(resource(id).get().getSpec().suspended()).isTrue();
        assertThat(resource(id).get().getSpec().plan()).isEqualTo("starter");
    }

    @Test
    void aSpokeThatIsDeletedBeforeItHasANamespaceGivesItsNameBack() {
        var customer = LabPlane.shared().resource(space, Organization.class, organization);
        await().atMost(SOON).until(() -> customer.get() != null);
        customer.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspended\": {\"reason\": \"unpaid\"}}}");
        String id = order(Map.of(), "starter").path("spoke_id");
        await().atMost(SOON).until(() -> resource(id).get() != null);

        admin().delete(ROOT + "/spokes/" + id).then().statusCode(202);

        await().atMost(SOON).until(() -> resource(id).get() == null);
        await().atMost(SOON)
                .untilAsserted(
                        () -> admin().get(ROOT + "/fleet/spokes/" + id).then().statusCode(404));
        admin().delete(ROOT + "/spokes/" + id).then().statusCode(404);
    }

    @Test
    void aPlanThatIsNotSoldIsAnsweredWithThoseThatAre() {
        order(Map.of(), "galactic")
                .then()
                .statusCode(400)
                .body("detail", containsString("plan must be one of starter"));
    }

    @Test
    void aWaitThatIsNoNumberIsRefused() {
        order(Map.of("Prefer", "wait=soon"), "starter")
                .then()
                .statusCode(400)
                .body("detail", containsString("Prefer must be wait=N"));
    }

    private Response order(Map<String, String> headers, String plan) {
        return admin().headers(headers)
                .body(Map.of("org_id", organization, "product_id", product, "plan", plan))
                .post(ROOT + "/provision");
    }

    private void apply(String fieldManager, String yaml) {
        // as plain YAML: the model would add defaults, and claim them
        LabPlane.shared()
                .client()
                .genericKubernetesResources("wheelwright.io/v1alpha1", "Spoke")
                .inNamespace(space.fleetNamespace())
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .fieldManager(fieldManager)
                .serverSideApply();
    }

    private Resource<Spoke> resource(String id) {
        return LabPlane.shared().resource(space, Spoke.class, id);
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken()).contentType("application/json");
    }
}
