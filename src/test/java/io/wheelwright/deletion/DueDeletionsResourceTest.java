package io.wheelwright.deletion;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.SpokeSpec;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.organization.TestHolds;
import io.wheelwright.spoke.tenancy.Retention;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.StaffProvider;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is decided about a deletion between its being read and its beginning counts. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class DueDeletionsResourceTest {

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @Inject
    DueDeletions due;

    @Inject
    Decisions decisions;

    @Inject
    Deletions deletions;

    @Inject
    Objections objections;

    HubSpace space;
    StaffProvider staff;

    /** Its day is far away, so that no run of the hub touches it. */
    private final DeletionEntity row = row();

    @AfterEach
    void forget() {
        QuarkusTransaction.requiringNew().run(() -> DeletionEntity.delete("spokeUid", row.spokeUid));
    }

    @Test
    void whatWasPutOffSinceItWasReadIsNotBegun() {
        QuarkusTransaction.requiringNew().run(row::persist);
        QuarkusTransaction.requiringNew()
                .run(() -> due.putOff(DeletionEntity.locked(row.id).orElseThrow(), "The Spoke is being made again."));

        assertThat(due.begin(row)).isEmpty();
        withoutATrace(() -> {
            stored().deleteAfter = LONG_AGO;
            assertThat(due.begin(row)).isEmpty();
            stored().nextAt = LONG_AGO;
            assertThat(due.begin(row)).isPresent();
        });
    }

    @Test
    void whatIsKeptLongerSinceItWasReadIsNotBegun() {
        QuarkusTransaction.requiringNew().run(row::persist);

        assertThat(due.begin(row)).isEmpty();
    }

    @Test
    void whatSomebodyHasDecidedIsNotOverwrittenByWhatWasSeenBefore() {
        withoutATrace(() -> {
            row.deleteAfter = LONG_AGO;
            row.persist();
            DeletionEntity seen =
                    due.begin(row).map(DueDeletionsResourceTest::copy).orElseThrow();
            decisions.confirm(row.id, false, "admin");

            due.left(seen, "export", Json.tree(Map.of("url", "file:///export")), "Copy it.");
            due.stalls(seen);

            assertThat(stored().state).isEqualTo(DeletionState.executing.name());
            assertThat(stored().withHooks).isFalse();
            assertThat(stored().leftHook).isNull();
            assertThat(due.failed(seen, "It failed.")).isFalse();
            assertThat(stored().attempts).isZero();
        });
    }

    @Test
    void theResultOfAHookThatSomebodyHasToTakeOutIsAskedForAgain() {
        row.left("export", Json.tree(Map.of("url", "file:///export", "left_in_namespace", true)));
        assertThat(row.hasExported("export")).isFalse();

        row.exported("backup", Json.tree(Map.of("left_in_namespace", true)));
        row.leftHook = null;

        assertThat(row.hasExported("export")).isTrue();
        assertThat(row.hasExported("backup")).isTrue();
    }

    @Test
    void whatIsAskedForAgainWithoutCertaintyWaitsForAPerson() {
        withoutATrace(() -> {
            row.persist();
            deletions.schedule(request(Duration.ZERO, false));

            assertThat(stored().state).isEqualTo(DeletionState.unconfirmed.name());
        });
    }

    @Test
    void ofNobodyKnowsWhoseItIsAPersonDecides() {
        withoutATrace(() -> {
            Place place = new Place(row.spokeId, row.spokeUid, null, "cosmetics", row.namespace, row.namespaceUid, "b");
            deletions.schedule(new Deletions.Request(place, "the Spoke was deleted", Duration.ZERO, "{}", true));

            DeletionEntity made =
                    DeletionEntity.of(row.namespaceUid, row.spokeUid).orElseThrow();
            assertThat(made.state).isEqualTo(DeletionState.unconfirmed.name());
            SpokeSpec says = Json.convert(Map.of("organizationRef", "acme"), SpokeSpec.class);
            assertThat(place.ownedBy(says).orgId()).isEqualTo("acme");
            assertThat(place.ownedBy(null).orgId()).isNull();
        });
    }

    @Test
    void whatHasBegunIsPutOffWhenSomebodyWantsItKept() {
        withoutATrace(() -> {
            row.deleteAfter = LONG_AGO;
            row.persist();
            assertThat(due.begin(row)).isPresent();
            Duration longer = Duration.between(LONG_AGO, Instant.parse("2098-01-01T00:00:00Z"));

            assertThat(deletions.schedule(request(longer, true)))
                    .hasValueSatisfying(kept -> assertThat(kept.deleteAfter()).isEqualTo(LONG_AGO.plus(longer)));

            assertThat(stored().begunAt).isNull();
            assertThat(stored().state).isEqualTo(DeletionState.scheduled.name());
            assertThat(due.begin(row)).isEmpty();
        });
    }

    @Test
    void whatWaitsForAnAdministratorIsNotAskedForEverySecond() {
        row.state = DeletionState.stalled.name();
        QuarkusTransaction.requiringNew().run(row::persist);

        assertThat(due.begin(row)).isEmpty();

        Instant next = QuarkusTransaction.requiringNew().call(() -> stored().nextAt);
        assertThat(next).isAfter(Instant.now().plusSeconds(30));
    }

    @Test
    void whatSomebodyHasToDecideIsNotHiddenByWhatElseHoldsItBack() {
        withoutATrace(() -> {
            row.state = DeletionState.stalled.name();
            row.message = "The backup has failed.";
            row.persist();

            due.held(row, "There is a Spoke of that name again.");

            assertThat(stored().message).isEqualTo("The backup has failed.");
        });
    }

    @Test
    void aRetainedNamespaceStaysWhileItIsHeldAndForADelayAfterwards() {
        Namespace place = retained();
        row.orgId = row.spokeId;
        row.namespaceUid = place.getMetadata().getUid();
        QuarkusTransaction.requiringNew().run(row::persist);
        hold("PUT").body("legal_hold.reason", equalTo("Case 117"));

        QuarkusTransaction.requiringNew().run(() -> stored().deleteAfter = LONG_AGO);
        await().atMost(SOON)
                .until(() -> QuarkusTransaction.requiringNew().call(() -> Objections.PUT_OFF.equals(stored().message)));
        assertThat(deletions.find(row.id))
                .hasValueSatisfying(seen -> assertThat(seen.message()).endsWith("is under legal hold: Case 117"));
        given().header("Authorization", "Bearer " + space.adminToken())
                .queryParam("limit", 500)
                .get("/hub/api/v1/scheduled-deletions")
                .then()
                .body("items.find { it.id == " + row.id + " }.message", endsWith("is under legal hold: Case 117"));
        hold("DELETE").body("legal_hold", nullValue());
        assertThat(objections.to(row, place)).hasValue(Objections.PUT_OFF);
        assertThat(deletions.find(row.id))
                .hasValueSatisfying(seen -> assertThat(seen.message()).contains("hold", "was lifted"));
        assertThat(namespace().isMarkedForDeletion()).isFalse();

        // Without a word of it, the run looks again after a minute only.
        await().atMost(SOON).until(() -> QuarkusTransaction.requiringNew()
                .call(() -> stored().nextAt.isAfter(Instant.now().plusSeconds(30))));
        TestHolds.endTheDelay(row.orgId);
        QuarkusTransaction.requiringNew().run(() -> stored().nextAt = Instant.now());
        await().atMost(Duration.ofSeconds(60)).until(() -> namespace() == null);
    }

    @Test
    void whoOnlyLooksSeesWhatIsDeletedAndNotWhereItsExportLies() {
        row.exported("export", Json.tree(Map.of("url", "https://files.example/opens", "sha256", "ab")));
        QuarkusTransaction.requiringNew().run(row::persist);
        String path = "/hub/api/v1/scheduled-deletions/" + row.id;
        String admin = space.adminToken();
        String viewer = staff.token("heidi", StaffProvider.VIEWERS);

        as(admin).get(path).then().body("exports.export.url", equalTo("https://files.example/opens"));
        as(viewer)
                .get(path)
                .then()
                .statusCode(200)
                .body("spoke_id", equalTo(row.spokeId), "exports.export", equalTo(Map.of("sha256", "ab")));
        assertThat(as(viewer)
                        .queryParam("limit", 500)
                        .get("/hub/api/v1/scheduled-deletions")
                        .then()
                        .body("items.find { it.id == " + row.id + " }.exports.export.sha256", equalTo("ab"))
                        .extract()
                        .asString())
                .doesNotContain("files.example");
        as(viewer)
                .body(Map.of("without_export", true))
                .post(path + "/confirm")
                .then()
                .statusCode(403);
        as(viewer).post(path + "/restore").then().statusCode(403);
        as(viewer).post("/hub/api/v1/scheduled-deletions/run").then().statusCode(403);

        due.executed(row, "The namespace is gone.");
        assertThat(as(viewer)
                        .queryParam("object", row.spokeId)
                        .get("/hub/api/v1/audit")
                        .then()
                        .body("items[0].action", equalTo("destroyed"))
                        .body("items[0].after.exports.export", equalTo(Map.of("sha256", "ab")))
                        .extract()
                        .asString())
                .doesNotContain("files.example");
    }

    private static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    /** By the name of an organization that nobody knows any more but its deletion. */
    private ValidatableResponse hold(String method) {
        return given().header("Authorization", "Bearer " + space.adminToken())
                .contentType("application/json")
                .body(Map.of("reason", "Case 117"))
                .request(method, "/hub/api/v1/organizations/" + row.orgId + "/legal-hold")
                .then()
                .statusCode(200);
    }

    private Namespace namespace() {
        return LabPlane.shared().client().namespaces().withName(row.namespace).get();
    }

    private Namespace retained() {
        return LabPlane.shared()
                .client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(row.namespace)
                        .addToLabels(Labels.SPOKE, row.spokeId)
                        .addToLabels(Labels.MANAGED_BY, Labels.WHEELWRIGHT)
                        .addToLabels(Labels.FLEET, space.fleetNamespace())
                        .addToLabels(Labels.RETAINED, "true")
                        .addToAnnotations(Labels.UID, row.spokeUid)
                        .addToAnnotations(Retention.DELETED_AT, LONG_AGO.toString())
                        .addToAnnotations(Retention.DELETE_AFTER, LONG_AGO.toString())
                        .endMetadata()
                        .build())
                .create();
    }

    @Test
    void theJobsOfTwoDeletionsOfAnInstanceHaveDifferentNames() {
        String first = row.jobOf("export");
        row.requestedAt = row.requestedAt.plus(Duration.ofDays(1));

        assertThat(row.jobOf("export")).isNotEqualTo(first);
    }

    /** In a transaction that nobody else ever sees: the hub would finish a row whose namespace does not exist. */
    private static void withoutATrace(Runnable test) {
        QuarkusTransaction.begin();
        try {
            test.run();
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private Deletions.Request request(Duration retention, boolean certain) {
        Place place =
                new Place(row.spokeId, row.spokeUid, "acme", "cosmetics", row.namespace, row.namespaceUid, "birth");
        return new Deletions.Request(place, "the Spoke was deleted", retention, "{}", certain);
    }

    /** As a look has it that goes on outside of the transaction. */
    private static DeletionEntity copy(DeletionEntity row) {
        DeletionEntity copy = row();
        copy.id = row.id;
        copy.decisions = row.decisions;
        return copy;
    }

    private DeletionEntity stored() {
        return DeletionEntity.findById(row.id);
    }

    private static DeletionEntity row() {
        DeletionEntity row = new DeletionEntity();
        row.spokeId = "due-" + UUID.randomUUID().toString().substring(0, 8);
        row.spokeUid = UUID.randomUUID().toString();
        row.namespace = "spoke-" + row.spokeId;
        row.namespaceUid = UUID.randomUUID().toString();
        row.cause = "the Spoke was deleted";
        row.state = DeletionState.scheduled.name();
        row.requestedAt = LONG_AGO;
        row.deleteAfter = Instant.parse("2099-01-01T00:00:00Z");
        row.nextAt = LONG_AGO;
        return row;
    }
}
