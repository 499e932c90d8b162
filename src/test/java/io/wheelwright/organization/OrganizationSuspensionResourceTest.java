package io.wheelwright.organization;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.OrganizationSpec;
import io.wheelwright.api.v1alpha1.Suspension;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.support.HubTestResource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class OrganizationSuspensionResourceTest {

    private static final String PATH = "/hub/api/v1/organizations/";

    HubSpace space;

    @Test
    void suspendsTheResourceAndEndsThatAgain() {
        String id = known(null);

        suspend(id, "does not answer").statusCode(200).body("status", equalTo("suspended"));

        awaitSuspension(id, "does not answer");
        suspend(id, "does not pay").statusCode(200);
        awaitSuspension(id, "does not pay");
        unsuspend(id).statusCode(200).body("status", equalTo("active"));
        awaitSuspension(id, null);
        unsuspend(id).statusCode(200).body("status", equalTo("active"));
        admin().queryParam("object", id)
                .get("/hub/api/v1/audit")
                .then()
                .body("items.findAll { it.action == 'update' }.size()", equalTo(3));
    }

    @Test
    void whatSomebodyElseHasSuspendedEndsThere() {
        String id = known(new Suspension("the contract is over"));

        suspend(id, "another reason").statusCode(409).body("detail", containsString("argocd"));
        unsuspend(id)
                .statusCode(409)
                .body("type", equalTo("https://wheelwright.io/problems/owned-by-another"))
                .body("detail", equalTo("The suspension is kept by argocd: end it there."));

        awaitSuspension(id, "the contract is over");
        admin().get(PATH + id).then().body("status", equalTo("suspended"));
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        suspend("nobody", "does not pay").statusCode(404);
        unsuspend("nobody").statusCode(404);
        String id = known(null);
        suspend(id, "").statusCode(400).body("errors[0].field", equalTo("reason"));
        suspend(id, "x".repeat(1025)).statusCode(400).body("errors[0].field", equalTo("reason"));
    }

    /** An organization that somebody else declares. */
    private String known(Suspension suspended) {
        String id = "org-" + UUID.randomUUID().toString().substring(0, 8);
        Organization organization = new Organization();
        organization.setMetadata(new ObjectMetaBuilder()
                .withName(id)
                .withNamespace(space.fleetNamespace())
                .build());
        organization.setSpec(new OrganizationSpec("Acme", "it@acme.example", suspended, null, null));
        LabPlane.shared().client().resource(organization).fieldManager("argocd").serverSideApply();
        await().atMost(SOON).until(() -> admin().get(PATH + id).statusCode() == 200);
        return id;
    }

    private void awaitSuspension(String id, String reason) {
        await().atMost(SOON).untilAsserted(() -> assertThat(LabPlane.shared()
                        .resource(space, Organization.class, id)
                        .require()
                        .getSpec()
                        .suspended())
                .isEqualTo(reason == null ? null : new Suspension(reason)));
    }

    private ValidatableResponse suspend(String id, String reason) {
        return admin().body(Map.of("reason", reason))
                .post(PATH + id + "/suspend")
                .then();
    }

    private ValidatableResponse unsuspend(String id) {
        return admin().post(PATH + id + "/unsuspend").then();
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken()).contentType("application/json");
    }
}
