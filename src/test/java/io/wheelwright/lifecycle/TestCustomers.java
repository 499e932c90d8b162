package io.wheelwright.lifecycle;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.organization.TestHolds;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Customers under test, and what an administrator does with them. */
final class TestCustomers {

    static final String PATH = "/hub/api/v1/organizations/";

    /** What {@code wheelwright.own-organization} is in tests. */
    static final String VENDOR = "the-vendor";

    private final HubSpace space;

    TestCustomers(HubSpace space) {
        this.space = space;
    }

    /** A customer that was made over REST; its resource may still be on its way. */
    String made() {
        return admin().body(Map.of("name", "Acme", "email", email()))
                .post("/hub/api/v1/organizations")
                .then()
                .statusCode(201)
                .extract()
                .path("org_id");
    }

    /** A customer that somebody declares, with what its biller says, if anything. */
    String declared(String billing) {
        return declared("org-" + UUID.randomUUID().toString().substring(0, 8), billing);
    }

    String declared(String id, String billing) {
        Map<String, Object> spec = new HashMap<>(Map.of("displayName", "Acme", "contactEmail", email()));
        if (billing != null) {
            spec.put("billing", Json.read(billing, JsonNode.class));
        }
        GenericKubernetesResource resource = new GenericKubernetesResource();
        resource.setApiVersion("wheelwright.io/v1alpha1");
        resource.setKind("Organization");
        resource.setMetadata(new ObjectMetaBuilder()
                .withName(id)
                .withNamespace(space.fleetNamespace())
                .build());
        resource.setAdditionalProperty("spec", spec);
        LabPlane.shared().client().resource(resource).fieldManager("argocd").serverSideApply();
        awaitKnown(id);
        return id;
    }

    /** Waits until the operator has seen the resource. */
    void awaitKnown(String id) {
        await().atMost(SOON).until(() -> admin().get(PATH + id).statusCode() == 200 && resource(id) != null);
    }

    String email(String id) {
        return admin().get(PATH + id).then().extract().path("email");
    }

    Organization resource(String id) {
        return LabPlane.shared().resource(space, Organization.class, id).get();
    }

    ValidatableResponse billing(String id) {
        return admin().get(PATH + id + "/billing-state").then();
    }

    ValidatableResponse bill(String id, String body) {
        return admin().body(body).put(PATH + id + "/billing-state").then();
    }

    ValidatableResponse post(String id, String action, String body) {
        return admin().body(body).post(PATH + id + "/" + action).then();
    }

    /** As if the delay were over in which nothing is destroyed since a legal hold was lifted. */
    void endTheDelayAfterAHold(String id) {
        TestHolds.endTheDelay(id);
    }

    ValidatableResponse revocation(String id) {
        return admin().get("/hub/api/v1/licenses/" + id).then().statusCode(200);
    }

    /** What is kept of the billing, as JSON, whether or not it makes sense; the resource stays as it is. */
    void write(String id, String billing) {
        QuarkusTransaction.requiringNew().run(() -> Panache.getEntityManager()
                .createNativeQuery("UPDATE organizations SET billing = cast(:billing AS jsonb) WHERE org_id = :id")
                .setParameter("billing", billing)
                .setParameter("id", id)
                .executeUpdate());
    }

    ValidatableResponse audit(String id) {
        return admin().queryParam("object", id).get("/hub/api/v1/audit").then();
    }

    RequestSpecification as(String header, String value) {
        return admin().header(header, value);
    }

    RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken()).contentType("application/json");
    }

    private static String email() {
        return "it-" + UUID.randomUUID() + "@acme.example";
    }
}
