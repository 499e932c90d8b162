package io.wheelwright.provision;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.fleet.SpokeObservation;
import io.wheelwright.fleet.SpokeRows;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders over REST. Their product's chart cannot be deployed, so the operator leaves the spokes where they are. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class ProvisionResourceTest {

    private static final String API = "/hub/api/v1";
    private static final String PRODUCT = "undeployable";

    @Inject
    KubernetesClient client;

    @Inject
    Fleet fleet;

    @Inject
    SpokeRows rows;

    HubSpace space;

    private String organization;

    @BeforeEach
    void aCustomerAndAProduct() {
        organization = admin().body(Map.of("name", "Initech", "email", "it@initech.example"))
                .post(API + "/organizations")
                .then()
                .statusCode(201)
                .extract()
                .path("org_id");
        admin().body(Map.of(
                        "product",
                        Map.of("id", PRODUCT, "name", "Undeployable", "version", "1.0.0"),
                        "chart",
                        Map.of("source", "Archive", "path", "/nowhere/chart"),
                        "plans",
                        List.of(Map.of("id", "starter"))))
                .post(API + "/products")
                .then()
                .statusCode(201);
    }

    @Test
    void becomesASpokeResource() {
        String location = order(admin())
                .body("status", equalTo("provisioning"))
                .body("spoke_id", equalTo(organization + "-" + PRODUCT))
                .body("hostname", equalTo(organization + "-" + PRODUCT + ".spokes.example.com"))
                .header("Location", endsWith("/fleet/spokes/" + organization + "-" + PRODUCT))
                .header("Preference-Applied", nullValue())
                .extract()
                .header("Location");

        admin().get(location).then().statusCode(200).body("org_id", equalTo(organization));
        await().atMost(SOON).untilAsserted(() -> assertThat(client.resources(Spoke.class)
                        .inNamespace(space.fleetNamespace())
                        .withName(organization + "-" + PRODUCT)
                        .get())
                .isNotNull()
                .satisfies(spoke -> assertThat(spoke.getSpec().adminEmail()).isEqualTo("ada@initech.example")));
    }

    @Test
    void isStillProvisioningWhenTheWaitIsOver() {
        order(admin().header("Prefer", "respond-async, wait=1"))
                .header("Preference-Applied", equalTo("wait=1"))
                .body("status", equalTo("provisioning"));
    }

    @Test
    void isActiveAsSoonAsTheSpokeIsReadyAndOrderedOnceUnderOneKey() {
        String key = UUID.randomUUID().toString();
        String spoke = order(admin().header("Idempotency-Key", key)).extract().path("spoke_id");
        await().atMost(SOON).until(() -> fleet.find(spoke)
                .filter(view -> "Provision".equals(view.phase()))
                .isPresent());

        rows.observe(new SpokeObservation(fleet.uidOf(spoke).orElseThrow(), "active", "Ready", null, null, null, null));

        order(admin().header("Idempotency-Key", key).header("Prefer", "wait=30"))
                .header("Preference-Applied", equalTo("wait=30"))
                .body("spoke_id", equalTo(spoke))
                .body("status", equalTo("active"));
    }

    @Test
    void itsDeploymentSaysWhatHoldsItUp() {
        String spoke = order(admin()).extract().path("spoke_id");
        await().atMost(SOON).untilAsserted(() -> admin().get(API + "/spokes/" + spoke + "/deployment")
                .then()
                .statusCode(200)
                .body("status", equalTo("provisioning"))
                .body("url", equalTo("https://" + spoke + ".spokes.example.com"))
                .body("error", startsWith("The chart cannot be used: there is no chart at"))
                .body("helm", nullValue())
                .body("pods", empty()));
    }

    @Test
    void aSecondSpokeOfTheSameProductGetsAnotherName() {
        String first = order(admin()).extract().path("spoke_id");
        order(admin()).body("spoke_id", not(equalTo(first)));
    }

    @Test
    void whatIsNotSoldOrHasNoSuchPlanIsRefused() {
        admin().body(Map.of("org_id", organization, "product_id", PRODUCT, "plan", "none"))
                .post(API + "/provision")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("plan"))
                .body("errors[0].message", equalTo("must be one of starter"));
        admin().header("Prefer", "wait=soon")
                .body(Map.of("org_id", organization, "product_id", PRODUCT, "plan", "starter"))
                .post(API + "/provision")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("Prefer"));
    }

    private ValidatableResponse order(RequestSpecification request) {
        return request.body(Map.of(
                        "org_id",
                        organization,
                        "product_id",
                        PRODUCT,
                        "plan",
                        "starter",
                        "admin_email",
                        "ada@initech.example"))
                .post(API + "/provision")
                .then()
                .statusCode(201);
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken()).contentType("application/json");
    }
}
