package io.wheelwright.product;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Together;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class ProductResourceTest {

    private static final String PATH = "/hub/api/v1/products";

    HubSpace space;

    @Test
    void comesBackAsItWasPosted() {
        String id = id();
        post(document(id, "1.0.0", 100)).then().statusCode(201).body("product_id", equalTo(id));
        ObjectNode wanted = Json.read(document(id, "1.0.0", 100), ObjectNode.class);
        ObjectNode before = shown(id);
        awaitResource(id);
        assertThat(shown(id)).isEqualTo(before);
        assertThat(before.path("product").path("name"))
                .isEqualTo(wanted.path("product").path("name"));
        assertThat(before.path("os")).isEqualTo(wanted.path("os"));
        assertThat(before.path("packs")).isEqualTo(wanted.path("packs"));
        wanted.path("plans").path(0).fields().forEachRemaining(field -> assertThat(
                        before.path("plans").path(0).get(field.getKey()))
                .as(field.getKey())
                .isEqualTo(field.getValue()));
    }

    @Test
    void keepsItsVersionWhileTheResourceIsMade() {
        String id = id();
        String etag = post(document(id, "1.0.0", 100)).header("ETag");
        assertThat(admin().get(PATH + "/" + id).header("ETag")).isEqualTo(etag);
        awaitResource(id);
        assertThat(admin().get(PATH + "/" + id).header("ETag")).isEqualTo(etag);
    }

    @Test
    void isReplacedOnlyInTheVersionThatTheCallerHasSeen() {
        String id = id();
        String first = post(document(id, "1.0.0", 100)).header("ETag");
        String second = admin().header("If-Match", first)
                .body(document(id, "1.1.0", 200))
                .post(PATH)
                .then()
                .statusCode(201)
                .extract()
                .header("ETag");
        assertThat(second).isNotEqualTo(first);
        admin().header("If-Match", first)
                .body(document(id, "1.2.0", 300))
                .post(PATH)
                .then()
                .statusCode(412)
                .body("instance", equalTo(PATH));
        await().atMost(SOON).until(() -> resource(id).get().getSpec().version().equals("1.1.0"));
    }

    @Test
    void theSameAgainWritesNothing() {
        String id = id();
        post(document(id, "1.0.0", 100));
        Product before = awaitResource(id);
        post(document(id, "1.0.0", 100)).then().statusCode(201);
        assertThat(admin().queryParam("object", id)
                        .get("/hub/api/v1/audit")
                        .jsonPath()
                        .getList("items.object", String.class))
                .hasSize(1);
        assertThat(awaitResource(id).getMetadata().getGeneration())
                .isEqualTo(before.getMetadata().getGeneration());
    }

    @Test
    void otherContentUnderAPublishedVersionIsRefused() {
        String id = id();
        post(document(id, "1.0.0", 100));
        awaitResource(id);
        post(document(id, "1.0.0", 101))
                .then()
                .statusCode(400)
                .body("detail", containsString("raise spec.version together with this change"));
        assertThat(shown(id).path("plans").path(0).path("max_products").asInt()).isEqualTo(100);
    }

    @Test
    void aFieldThatTheResourceDoesNotHaveIsNamed() {
        String id = id();
        post(document(id, "1.0.0", 100).replace("\"currency\"", "\"curency\""))
                .then()
                .statusCode(400)
                .body("detail", containsString("curency"));
        assertThat(admin().get(PATH + "/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void isMadeOnceUnderOneIdempotencyKeyHoweverManyAskAtOnce() throws Exception {
        String id = id();
        String key = UUID.randomUUID().toString();
        List<Response> answers = Together.call(20, () -> admin().header("Idempotency-Key", key)
                .body(document(id, "1.0.0", 100))
                .post(PATH));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(answers)
                .extracting(answer -> answer.header("ETag"))
                .containsOnly(answers.get(0).header("ETag"));
        awaitResource(id);
        admin().header("Idempotency-Key", key)
                .body(document(id, "1.0.1", 100))
                .post(PATH)
                .then()
                .statusCode(422);
    }

    @Test
    void whatIsNotSoldIsNotListed() {
        String sold = id();
        String withdrawn = id();
        post(document(sold, "1.0.0", 100));
        post(document(withdrawn, "1.0.0", 100).replace("\"active\": true", "\"active\": false"));
        admin().get(PATH)
                .then()
                .statusCode(200)
                .body("items.product.id", hasItem(sold))
                .body("items.product.id", not(hasItem(withdrawn)));
        admin().get(PATH + "/" + withdrawn).then().statusCode(200);
    }

    /** What kubectl made is the same after somebody read it over REST and posted it back, whatever its names are. */
    @Test
    void whatKubectlMadeSurvivesBeingReadAndPosted() {
        String id = id();
        String yaml = Manifests.product(id)
                .replace("limits: {maxProducts: 10}", "limits: {max_users: 5, maxSeats: 3, A_b: 1, trial_days: 2}");
        var theirs = LabPlane.shared()
                .client()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()
                .get(0);
        theirs.getMetadata().setNamespace(space.fleetNamespace());
        LabPlane.shared().client().resource(theirs).fieldManager("kubectl").serverSideApply();
        await().atMost(SOON).until(() -> admin().get(PATH + "/" + id).statusCode() == 200);
        Product before = resource(id).get();

        post(shown(id).toString()).then().statusCode(201);

        assertThat(resource(id).get().getSpec()).isEqualTo(before.getSpec());
        assertThat(resource(id).get().getMetadata().getGeneration())
                .isEqualTo(before.getMetadata().getGeneration());
    }

    @Test
    void whatKubectlDeletesIsNotSoldAnyMore() {
        String id = id();
        post(document(id, "1.0.0", 100));
        awaitResource(id);

        resource(id).delete();

        await().atMost(SOON).until(() -> admin().get(PATH + "/" + id).statusCode() == 404);
        admin().get(PATH).then().statusCode(200).body("items.product.id", not(hasItem(id)));
    }

    @Test
    void whatKubectlDeletedIsMadeAnewByTheSameDocument() {
        String id = id();
        post(document(id, "1.0.0", 100));
        String uid = awaitResource(id).getMetadata().getUid();

        resource(id).delete();
        post(document(id, "1.0.0", 100)).then().statusCode(201);

        assertThat(awaitResource(id).getMetadata().getUid()).isNotEqualTo(uid);
        assertThat(shown(id).path("product").path("version").asText()).isEqualTo("1.0.0");
    }

    private Product awaitResource(String id) {
        return await().atMost(SOON)
                .until(
                        () -> resource(id).get(),
                        there -> there != null
                                && there.getMetadata().getFinalizers().isEmpty());
    }

    private Resource<Product> resource(String id) {
        return LabPlane.shared().resource(space, Product.class, id);
    }

    private ObjectNode shown(String id) {
        return Json.read(
                admin().get(PATH + "/" + id).then().statusCode(200).extract().asString(), ObjectNode.class);
    }

    private Response post(String document) {
        return admin().body(document).post(PATH);
    }

    private static String id() {
        return "p-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String document(String id, String version, int products) {
        return """
                {"product": {"id": "%s", "name": "Cosmetics", "version": "%s", "active": true},
                 "os": {"version": ">=2.1.0"},
                 "packs": [{"name": "@eu/labels", "version": "^1.0.0", "type": "logic", "required": true}],
                 "plans": [{"id": "starter", "display_name": "Starter", "max_products": %d, "max_users": "unlimited",
                            "api_access": true, "packs": ["required_only"], "custom_packs": false,
                            "price": {"amount": 2900, "currency": "USD"}}]}
                """.formatted(id, version, products);
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken()).contentType("application/json");
    }
}
