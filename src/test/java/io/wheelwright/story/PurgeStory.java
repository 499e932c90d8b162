package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.Manifests;
import io.wheelwright.status.Conditions;
import io.wheelwright.support.Hub;
import io.wheelwright.support.Patience;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What happens once the biller's day of deletion has come: nothing by surprise, and then everything. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class PurgeStory {

    private static final String LONG_AGO = "2020-01-01T00:00:00Z";

    private Hub hub;

    @BeforeAll
    void aHubWithAProduct() {
        hub = Hub.start("purge", Map.of("wheelwright.own-organization", "vendor"));
        hub.apply(Manifests.product("cosmetics"));
    }

    @AfterAll
    void end() {
        hub.close();
    }

    @Test
    void aDeclaredSpokeIsStoppedFirstThenDestroyedAndMadeAnewByANewSubscription() {
        hub.apply(Manifests.organization("declared"));
        hub.apply(Manifests.spoke("declared", "declared", "cosmetics"));
        hub.awaitReady("declared");
        String did = hub.spoke("declared").getStatus().did();
        String birth = annotation("declared", "wheelwright.io/birth-id");

        bill("declared", 1, "cancelled", LONG_AGO);

        hub.awaitCondition("declared", "Reconciling", "True", "PurgeScheduled");
        assertThat(hub.spoke("declared").getStatus().access()).isEqualTo(Access.None);
        assertThat(namespace("declared").getMetadata().getLabels()).containsKey("wheelwright.io/retained");
        assertThat(deletions("declared")).containsExactly(List.of("scheduled"));

        bill("declared", 2, "active", null);

        hub.awaitReady("declared");
        assertThat(namespace("declared").getMetadata().getLabels()).doesNotContainKey("wheelwright.io/retained");
        assertThat(deletions("declared")).containsExactly(List.of("restored"));
        assertThat(hub.spoke("declared").getStatus().did()).isEqualTo(did);

        bill("declared", 3, "cancelled", LONG_AGO);
        hub.awaitCondition("declared", "Reconciling", "True", "PurgeScheduled");
        theDelayIsOver("declared");

        hub.awaitCondition("declared", "Purged", "True", "DeletionDue");
        assertThat(hub.cluster()
                        .namespaces()
                        .withName(hub.namespaceOf("declared"))
                        .get())
                .isNull();
        eventually(() -> assertThat(deletions("declared")).containsExactly(List.of("executed")));
        assertThat(hub.condition("declared", "Ready").orElseThrow().getReason()).isEqualTo("Purged");
        assertThat(hub.rows("select status from spokes where spoke_id = 'declared'"))
                .containsExactly(List.of("decommissioned"));
        assertThat(hub.rows("select 1 from directory where did = '" + did + "'"))
                .isEmpty();
        eventually(() -> assertThat(Conditions.isTrue(
                        organization("declared").require().getStatus().conditions(), "Purged"))
                .isTrue());

        bill("declared", 4, "active", null);

        hub.awaitReady("declared");
        assertThat(hub.condition("declared", "Purged")).isEmpty();
        assertThat(annotation("declared", "wheelwright.io/birth-id")).isNotEqualTo(birth);
        assertThat(hub.rows("select 1 from subscriptions where spoke_uid = '"
                        + hub.spoke("declared").getMetadata().getUid() + "'"))
                .isNotEmpty();
    }

    @Test
    void whatTheHubHasMadeGoesWithItsInstance() {
        String orgId = made("org_id", "/organizations", """
                {"name": "Leaving", "email": "it@leaving.example"}
                """);
        String spoke = made("spoke_id", "/provision", """
                {"org_id": "%s", "product_id": "cosmetics", "plan": "starter", "region": "eu",
                 "admin_email": "it@leaving.example"}
                """.formatted(orgId));
        hub.awaitReady(spoke);

        bill(orgId, 1, "deletion_scheduled", LONG_AGO);
        hub.awaitCondition(spoke, "Reconciling", "True", "PurgeScheduled");
        theDelayIsOver(spoke);

        eventually(() -> assertThat(spokeResource(spoke).get()).isNull());
        eventually(() -> assertThat(organization(orgId).get()).isNull());
        assertThat(hub.cluster().namespaces().withName(hub.namespaceOf(spoke)).get())
                .isNull();
        eventually(() -> assertThat(deletions(spoke)).containsExactly(List.of("executed")));

        hub.rest().post("/scheduled-deletions/run", null, 202);

        eventually(() -> assertThat(hub.rows("select counts ->> 'organizations', counts ->> 'spokes' from erasures"
                        + " where erased_at is not null and org_id = '" + orgId + "'"))
                .containsExactly(List.of("1", "1")));
        assertThat(hub.rows("select 1 from organizations where org_id = '" + orgId + "'"))
                .isEmpty();
        assertThat(deletions(spoke)).containsExactly(List.of("executed"));
    }

    @Test
    void whatIsProtectedIsNotPurged() {
        hub.apply(Manifests.organization("guarded"));
        hub.apply(Manifests.spoke("guarded", "guarded", "cosmetics") + "  deletion: {protection: Protected}\n");
        hub.awaitReady("guarded");

        bill("guarded", 1, "deletion_scheduled", LONG_AGO);

        hub.awaitCondition("guarded", "Ready", "False", "Suspended");
        assertThat(hub.condition("guarded", "Ready").orElseThrow().getMessage()).contains("was to be kept until");
        assertThat(namespace("guarded").getMetadata().getLabels()).doesNotContainKey("wheelwright.io/retained");
        assertThat(deletions("guarded")).isEmpty();
        spokeResource("guarded")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"deletion\": {\"protection\": \"None\"}}}");
        hub.awaitCondition("guarded", "Reconciling", "True", "PurgeScheduled");
    }

    private String made(String id, String path, String body) {
        return Json.read(hub.rest().post(path, body, 201), JsonNode.class)
                .get(id)
                .asText();
    }

    @Test
    void aProtectedOrganizationProtectsAlsoASpokeWithASubscriptionOfItsOwn() {
        hub.apply(Manifests.organization("shield") + "  deletion: {protection: Protected}\n");
        hub.apply(Manifests.spoke("shielded", "shield", "cosmetics"));
        hub.awaitReady("shielded");

        spokeResource("shielded").patch(PatchContext.of(PatchType.JSON_MERGE), """
                {"spec": {"billing": {
                    "source": "manual", "revision": 1, "state": "deletion_scheduled", "deleteAfter": "%s"}}}
                """.formatted(LONG_AGO));

        hub.awaitCondition("shielded", "Ready", "False", "Suspended");
        assertThat(namespace("shielded").getMetadata().getLabels()).doesNotContainKey("wheelwright.io/retained");
        assertThat(deletions("shielded")).isEmpty();
    }

    @Test
    void nothingIsTakenFromTheVendorsOwnOrganizationByItsResource() {
        hub.apply(Manifests.organization("vendor"));
        hub.apply(Manifests.spoke("vendors", "vendor", "cosmetics"));
        hub.awaitReady("vendors");

        bill("vendor", 1, "deletion_scheduled", LONG_AGO);
        organization("vendor")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\": {\"suspended\": {\"reason\": \"a mistake\"}}}");
        organization("vendor").delete();

        eventually(() -> assertThat(conditionOf("vendor", "Ready").getMessage())
                .contains("wheelwright.own-organization", "it is not deleted"));
        assertThat(conditionOf("vendor", "Entitled").getReason()).isEqualTo("OwnOrganization");
        assertThat(organization("vendor").require().getStatus().access()).isEqualTo(Access.Full);
        hub.apply(Manifests.spoke("vendors", "vendor", "cosmetics").replace("admin@", "another@"));
        eventually(() -> assertThat(hub.spoke("vendors").getStatus().observedGeneration())
                .isEqualTo(2));
        assertThat(hub.spoke("vendors").getStatus().access()).isEqualTo(Access.Full);
        assertThat(namespace("vendors").getMetadata().getLabels()).doesNotContainKey("wheelwright.io/retained");
        assertThat(deletions("vendors")).isEmpty();
    }

    private Condition conditionOf(String organization, String type) {
        return Conditions.find(organization(organization).require().getStatus().conditions(), type)
                .orElseThrow();
    }

    /** Says as the biller that the subscription is in this state, and has ended on a day, if it has. */
    private void bill(String organization, int revision, String state, String ended) {
        String day = ended == null ? "null" : '"' + ended + '"';
        organization(organization)
                .patch(PatchContext.of(PatchType.JSON_MERGE), """
                {"spec": {"billing": {
                    "source": "manual", "revision": %d, "state": "%s", "endsAt": %s, "deleteAfter": %s}}}
                """.formatted(revision, state, day, day));
    }

    /** Nobody waits a day here: its end is written where the two records of it are; the later of both counts. */
    private void theDelayIsOver(String spoke) {
        hub.rows(("update scheduled_deletions set requested_at = '%1$s', delete_after = '%1$s'"
                        + " where spoke_id = '%2$s' returning id")
                .formatted(LONG_AGO, spoke));
        hub.cluster().namespaces().withName(hub.namespaceOf(spoke)).edit(namespace -> new NamespaceBuilder(namespace)
                .editMetadata()
                .addToAnnotations("wheelwright.io/delete-after", LONG_AGO)
                .endMetadata()
                .build());
    }

    private Resource<Organization> organization(String name) {
        return hub.resource(Organization.class, name);
    }

    private Resource<Spoke> spokeResource(String name) {
        return hub.resource(Spoke.class, name);
    }

    private Namespace namespace(String spoke) {
        return hub.cluster().namespaces().withName(hub.namespaceOf(spoke)).require();
    }

    private String annotation(String spoke, String name) {
        return namespace(spoke).getMetadata().getAnnotations().get(name);
    }

    private List<List<String>> deletions(String spoke) {
        return hub.rows("select state from scheduled_deletions where spoke_id = '" + spoke + "'");
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Patience.END).untilAsserted(assertion);
    }
}
