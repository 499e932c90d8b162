package io.wheelwright.fleet;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.dsl.Resource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.agent.protocol.HeartbeatRequest;
import io.wheelwright.agent.protocol.Manifest;
import io.wheelwright.agent.protocol.ReportedHealth;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.Manifests;
import io.wheelwright.pack.Packs;
import io.wheelwright.support.HubTestResource;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rows of the fleet follow what becomes of their Spokes. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class SpokeRowsResourceTest {

    @Inject
    SpokeRows rows;

    @Inject
    Visibility visibility;

    @Inject
    Roster roster;

    @Inject
    TestSpokes spokes;

    @Inject
    Heartbeats heartbeats;

    @Inject
    Packs packs;

    HubSpace space;

    @Test
    void aSpokeThatIsGoneIsDecommissionedOnce() {
        TestSpoke spoke = spokes.make();
        String did = "did:web:" + spoke.id() + ".example.com";
        register(spoke, did);

        rows.gone(spoke.uid());
        Instant first = goneAt(spoke);
        rows.gone(spoke.uid());
        rows.gone(UUID.randomUUID().toString());
        rows.observe(new SpokeObservation(spoke.uid(), "active", null, null, null, null, null));

        assertThat(first).isNotNull().isEqualTo(goneAt(spoke));
        assertThat(row(spoke).status).isEqualTo("decommissioned");
        await().atMost(SOON).until(() -> roster.byUid(spoke.uid()).isEmpty());
        caller(spoke.key())
                .get("/hub/api/v1/spokes/" + spoke.id() + "/license")
                .then()
                .statusCode(401);
        caller(space.adminToken()).get("/hub/api/v1/directory/" + did).then().statusCode(404);
    }

    @Test
    void whatASpokeThatIsGoneReportedAndShouldHaveHadGoesAlong() {
        TestSpoke spoke = spokes.make();
        packs.publish(spoke.uid(), new Manifest(spoke.id(), "sha256:1", List.of(), List.of()));
        heartbeats
                .receive(
                        roster.byUid(spoke.uid()).orElseThrow(),
                        new HeartbeatRequest(
                                spoke.id(),
                                "1.0.0",
                                ReportedHealth.HEALTHY,
                                1L,
                                Map.of(),
                                List.of(),
                                "0.1.0",
                                null,
                                null))
                .toCompletableFuture()
                .join();
        assertThat(count("heartbeats", spoke)).isEqualTo(1);

        rows.gone(spoke.uid());

        assertThat(count("heartbeats", spoke)).isZero();
        assertThat(count("manifests", spoke)).isZero();
        await().atMost(SOON).until(() -> heartbeats.last(spoke.uid()).isEmpty());
    }

    @Test
    @ActivateRequestContext
    void visibilityThatIsRefusedAfterAllIsTakenBack() {
        TestSpoke spoke = ofResource("argocd");

        visibility.set(spoke.uid(), true);

        assertThat(row(spoke).visible).isTrue();
        await().atMost(SOON).until(() -> !row(spoke).visible);
        assertThat(resource(spoke.id()).get().getSpec().directory().visible()).isFalse();
    }

    @Test
    @ActivateRequestContext
    void whatTheOperatorStillSeesDoesNotTakeVisibilityBack() {
        TestSpoke spoke = spokes.make();
        QuarkusTransaction.requiringNew().run(() -> {
            visibility.set(spoke.uid(), true);
            spokes.register(spoke);
            assertThat(SpokeEntity.byUid(spoke.uid()).orElseThrow().visible).isTrue();
        });
    }

    @Test
    void visibilityThatSomebodyElseOwnsIsRefusedByName() {
        TestSpoke spoke = ofResource("argocd");
        String did = "did:web:" + spoke.id() + ".example.com";
        register(spoke, did);
        String detail = caller(space.adminToken())
                .body(Map.of("visible", true))
                .patch("/hub/api/v1/directory/" + did)
                .then()
                .statusCode(409)
                .extract()
                .path("detail");
        assertThat(detail).contains("argocd");
        assertThat(row(spoke).visible).isFalse();
    }

    /** A spoke whose resource says that it is not to be listed, on behalf of somebody. */
    private TestSpoke ofResource(String fieldManager) {
        String id = "listed-" + UUID.randomUUID().toString().substring(0, 8);
        String yaml = Manifests.spoke(id, "nobody", "nothing") + "  directory: {visible: false}\n";
        var manifest = LabPlane.shared()
                .client()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()
                .get(0);
        manifest.getMetadata().setNamespace(space.fleetNamespace());
        String uid = LabPlane.shared()
                .client()
                .resource(manifest)
                .fieldManager(fieldManager)
                .serverSideApply()
                .getMetadata()
                .getUid();
        TestSpoke spoke = new TestSpoke(id, uid, "key-" + UUID.randomUUID());
        spokes.register(spoke);
        await().atMost(SOON).until(() -> roster.byUid(uid).isPresent());
        return spoke;
    }

    private void register(TestSpoke spoke, String did) {
        caller(spoke.key())
                .body(Map.of(
                        "did",
                        did,
                        "spoke_id",
                        spoke.id(),
                        "endpoint",
                        "https://" + spoke.id() + ".example.com",
                        "capabilities",
                        List.of()))
                .post("/hub/api/v1/directory")
                .then()
                .statusCode(201);
    }

    private static long count(String table, TestSpoke spoke) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number) SpokeEntity.getEntityManager()
                        .createNativeQuery("SELECT count(*) FROM " + table + " WHERE spoke_uid = :uid")
                        .setParameter("uid", spoke.uid())
                        .getSingleResult())
                .longValue());
    }

    private Resource<Spoke> resource(String id) {
        return LabPlane.shared().resource(space, Spoke.class, id);
    }

    private static Instant goneAt(TestSpoke spoke) {
        return row(spoke).goneAt;
    }

    private static SpokeEntity row(TestSpoke spoke) {
        return QuarkusTransaction.requiringNew()
                .call(() -> SpokeEntity.byUid(spoke.uid()).orElseThrow());
    }

    private static RequestSpecification caller(String token) {
        return given().header("Authorization", "Bearer " + token)
                .urlEncodingEnabled(false)
                .contentType("application/json");
    }
}
