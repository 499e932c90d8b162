package io.wheelwright.organization;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.Deletion;
import io.wheelwright.api.v1alpha1.DeletionPolicy;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.OrganizationSpec;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Pages;
import io.wheelwright.support.Together;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class OrganizationResourceTest {

    private static final String PATH = "/hub/api/v1/organizations";

    @Inject
    Organizations organizations;

    @Inject
    OrganizationPurge purge;

    HubSpace space;

    @Test
    void isAsOldAsItsResourceAndARestoreMakesNobodyNew() {
        String id = "org-" + UUID.randomUUID().toString().substring(0, 8);
        organizations.observe(seen(id, "first", "2016-01-01T00:00:00Z"));
        organizations.observe(seen(id, "restored", Instant.now().toString()));

        assertThat(admin().get(PATH + "/" + id).<String>path("created_at")).isEqualTo("2016-01-01T00:00:00Z");
    }

    @Test
    void whatHasOutlivedItsRowByAFinalizerIsNotRecordedAnew() {
        String id = "org-" + UUID.randomUUID().toString().substring(0, 8);
        Organization leaving = seen(id, "first", "2016-01-01T00:00:00Z");
        organizations.observe(leaving);
        leaving.getMetadata().setDeletionTimestamp(Instant.now().toString());
        organizations.gone(leaving.getMetadata().getUid(), id);

        organizations.observe(leaving);

        assertThat(organizations.exists(id)).isFalse();
    }

    private static Organization seen(String id, String uid, String created) {
        Organization organization = new Organization();
        organization.setMetadata(new ObjectMetaBuilder()
                .withName(id)
                .withUid(id + "-" + uid)
                .withGeneration(1L)
                .withCreationTimestamp(created)
                .build());
        organization.setSpec(new OrganizationSpec("Acme", "it@acme.example", null, null, null));
        return organization;
    }

    @Test
    void whatIsHeldIsNotLookedAtEveryFewSeconds() {
        String id = create("Acme", null).path("org_id");
        Organization due = seen(id, "due", "2016-01-01T00:00:00Z");
        due.setSpec(new OrganizationSpec(
                "Acme",
                "it@acme.example",
                null,
                null,
                BillingFactsBuilder.builder()
                        .state(BillingState.cancelled)
                        .endsAt(Instant.EPOCH)
                        .deleteAfter(Instant.EPOCH)
                        .build()));
        assertThat(purge.mayCome(due)).isTrue();

        admin().body(Map.of("reason", "Case 117"))
                .put(PATH + "/" + id + "/legal-hold")
                .then()
                .statusCode(200);

        assertThat(purge.mayCome(due)).isFalse();
    }

    @Test
    void makesTheResourceOfTheSameName() {
        String id = create("Acme", null).path("org_id");
        Organization made = awaitResource(id);
        assertThat(made.getSpec().contactEmail()).isEqualTo("ada@acme.example");
    }

    @Test
    void keepsItsVersionWhileTheResourceIsMade() {
        Response created = create("Acme", null);
        String id = created.path("org_id");
        awaitResource(id);
        assertThat(admin().get(PATH + "/" + id).header("ETag")).isEqualTo(created.header("ETag"));
        assertThat(created.header("Location")).isEqualTo(PATH + "/" + id);
    }

    @Test
    void isMadeOnceUnderOneIdempotencyKeyHoweverManyAskAtOnce() throws Exception {
        String name = "Crowd " + UUID.randomUUID();
        String key = UUID.randomUUID().toString();
        List<Response> answers = Together.call(20, () -> create(name, key));
        String id = answers.get(0).path("org_id");
        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.asString()).isEqualTo(answers.get(0).asString()))
                .allSatisfy(answer -> assertThat(answer.header("ETag")).isEqualTo("\"0\""));
        awaitResource(id);
        assertThat(LabPlane.shared()
                        .client()
                        .resources(Organization.class)
                        .inNamespace(space.fleetNamespace())
                        .list()
                        .getItems())
                .filteredOn(organization -> organization.getSpec().displayName().equals(name))
                .hasSize(1);
        assertThat(Pages.all(() -> admin(), PATH))
                .filteredOn(item -> name.equals(item.get("name")))
                .hasSize(1);
    }

    @Test
    void anIdempotencyKeyBelongsToOneRequest() {
        String key = UUID.randomUUID().toString();
        create("Acme", key);
        admin().header("Idempotency-Key", key)
                .body(Map.of("name", "Other", "email", "ada@acme.example"))
                .post(PATH)
                .then()
                .statusCode(422)
                .body("type", equalTo("https://wheelwright.io/problems/idempotency-key-reused"))
                .body("instance", equalTo(PATH));
    }

    @Test
    void aRefusedRequestLeavesItsIdempotencyKeyUnused() {
        String key = UUID.randomUUID().toString();
        admin().header("Idempotency-Key", key)
                .body(Map.of("name", "Acme", "email", "nowhere"))
                .post(PATH)
                .then()
                .statusCode(400);
        create("Acme", key);
    }

    @Test
    void changesOnlyTheVersionThatTheCallerHasSeen() {
        String id = create("Acme", null).path("org_id");
        String etag = admin().get(PATH + "/" + id).header("ETag");
        patch(id, etag, Map.of("name", "Acme Ltd"))
                .then()
                .statusCode(200)
                .body("name", equalTo("Acme Ltd"))
                .body("email", equalTo("ada@acme.example"));
        patch(id, etag, Map.of("name", "Acme Inc"))
                .then()
                .statusCode(412)
                .body("type", equalTo("https://wheelwright.io/problems/precondition-failed"))
                .body("instance", equalTo(PATH + "/" + id));
        patch(id, "*", Map.of("email", "bob@acme.example")).then().statusCode(200);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(awaitResource(id).getSpec().contactEmail()).isEqualTo("bob@acme.example"));
        assertThat(awaitResource(id).getSpec().displayName()).isEqualTo("Acme Ltd");
    }

    @Test
    void ofManyWhoChangeTheSameVersionOneDoes() throws Exception {
        String id = create("Acme", null).path("org_id");
        List<Integer> answers = Together.call(8, () -> patch(id, "\"0\"", Map.of("name", "Acme " + UUID.randomUUID()))
                .statusCode());
        assertThat(answers).containsOnly(200, 412).containsOnlyOnce(200);
    }

    @Test
    void aChangeLeavesAloneWhatOthersDecide() {
        String id = create("Acme", null).path("org_id");
        awaitResource(id);
        Organization theirs = organization(id, null, null, DeletionPolicy.Delete);
        LabPlane.shared().client().resource(theirs).fieldManager("kubectl").serverSideApply();

        patch(id, "*", Map.of("name", "Acme Ltd")).then().statusCode(200);

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(awaitResource(id).getSpec().displayName()).isEqualTo("Acme Ltd"));
        assertThat(awaitResource(id).getSpec().deletion().policy()).isEqualTo(DeletionPolicy.Delete);
    }

    @Test
    void whatSomebodyElseOwnsIsRefusedByName() {
        String id = "theirs-" + UUID.randomUUID().toString().substring(0, 8);
        Organization theirs = organization(id, "Theirs", "it@theirs.example", DeletionPolicy.Retain);
        LabPlane.shared().client().resource(theirs).fieldManager("argocd").serverSideApply();
        await().atMost(SOON).until(() -> admin().get(PATH + "/" + id).statusCode() == 200);

        patch(id, "*", Map.of("name", "Ours"))
                .then()
                .statusCode(409)
                .body("type", equalTo("https://wheelwright.io/problems/owned-by-another"))
                .body("detail", containsString("argocd"));

        admin().get(PATH + "/" + id).then().body("name", equalTo("Theirs"));
    }

    private Response patch(String id, String etag, Map<String, String> change) {
        return admin().header("If-Match", etag).body(change).patch(PATH + "/" + id);
    }

    /** The resource once nothing of it is on its way any more. */
    private Organization awaitResource(String id) {
        var resource = LabPlane.shared().resource(space, Organization.class, id);
        return await().atMost(SOON)
                .until(
                        resource::get,
                        there -> there != null
                                && !there.getMetadata().getFinalizers().contains("wheelwright.io/unrecorded"));
    }

    private Organization organization(String id, String name, String email, DeletionPolicy policy) {
        Organization organization = new Organization();
        organization.setMetadata(new ObjectMetaBuilder()
                .withName(id)
                .withNamespace(space.fleetNamespace())
                .build());
        organization.setSpec(new OrganizationSpec(name, email, null, new Deletion(policy, null, null), null));
        return organization;
    }

    private Response create(String name, String key) {
        RequestSpecification request = admin().body(Map.of("name", name, "email", "ada@acme.example"));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return request.post(PATH)
                .then()
                .statusCode(201)
                .body("org_id", startsWith(name.substring(0, 1).toLowerCase(Locale.ROOT)))
                .extract()
                .response();
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken()).contentType("application/json");
    }
}
