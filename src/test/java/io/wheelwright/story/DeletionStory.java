package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.Manifests;
import io.wheelwright.status.Conditions;
import io.wheelwright.support.Hub;
import io.wheelwright.support.Mentions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the deletion of a Spoke does, and what it does not do: nobody is lost by mistake, and nothing is left behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeletionStory {

    private Hub hub;

    @BeforeAll
    void aHubWithAProductAndACustomer() {
        hub = Hub.start(
                "deletion",
                Map.of("wheelwright.deletion.brake.least", "100", "wheelwright.heartbeat.interval", "PT5S"));
        hub.apply(Manifests.product("cosmetics"));
        hub.apply(Manifests.organization("acme"));
    }

    @AfterAll
    void end() {
        hub.close();
    }

    @Test
    void aDeletedSpokeIsKeptAndTakenBackByTheSameName() {
        hub.apply(Manifests.spoke("kept", "acme", "cosmetics"));
        hub.awaitReady("kept");
        String did = hub.spoke("kept").getStatus().did();
        Namespace before = namespace("kept");

        delete("kept");

        awaitGone("kept");
        assertThat(namespace("kept").getMetadata().getLabels()).containsEntry("wheelwright.io/retained", "true");
        assertThat(namespace("kept").getMetadata().getAnnotations()).containsKey("wheelwright.io/delete-after");
        eventually(() -> assertThat(hub.cluster()
                        .pods()
                        .inNamespace(hub.namespaceOf("kept"))
                        .list()
                        .getItems())
                .isEmpty());
        assertThat(deletions("kept")).containsExactly(List.of("scheduled"));
        assertThat(hub.rows("select status from spokes where spoke_id = 'kept'"))
                .containsExactly(List.of("decommissioned"));

        hub.apply(Manifests.spoke("kept", "acme", "cosmetics"));

        hub.awaitReady("kept");
        assertThat(hub.spoke("kept").getStatus().did()).isEqualTo(did);
        assertThat(namespace("kept").getMetadata().getUid())
                .isEqualTo(before.getMetadata().getUid());
        assertThat(namespace("kept").getMetadata().getLabels()).doesNotContainKey("wheelwright.io/retained");
        assertThat(deletions("kept")).containsExactly(List.of("restored"));
        hub.rows("update scheduled_deletions set state = 'scheduled', finished_at = null, next_at = now(),"
                + " delete_after = '2020-01-01' where spoke_id = 'kept' returning id");
        eventually(() -> assertThat(deletions("kept")).containsExactly(List.of("restored")));
        hub.awaitReady("kept");
        assertThat(hub.rows("select 1 from subscriptions s join spokes k on k.birth_id = s.birth_id"
                        + " where k.spoke_id = 'kept' and k.gone_at is null"))
                .hasSize(1);
        assertThat(hub.rows("select action from audit where object = 'kept' order by id"))
                .contains(List.of("delete"), List.of("restore"));
    }

    @Test
    void whatIsDestroyedIsExportedBeforeAndLeavesNothing() {
        hub.apply(farewell("farewell", ""));
        hub.apply(spoke("vanishing", "farewell", "deletion: {policy: Delete}"));
        hub.awaitReady("vanishing");
        String namespace = hub.namespaceOf("vanishing");
        List<String> traces = List.of(
                namespace,
                namespace("vanishing").getMetadata().getUid(),
                hub.spoke("vanishing").getMetadata().getUid(),
                "\"wheelwright.io/spoke\":\"vanishing\"");
        assertThat(Mentions.of(hub.cluster(), traces))
                .as("while it runs")
                .anyMatch(object -> object.startsWith("/api/v1/namespaces "))
                .anyMatch(object -> object.startsWith("/apis/apps/v1/statefulsets "))
                .anyMatch(object -> object.startsWith("/api/v1/serviceaccounts wheelwright-deployers/"));

        delete("vanishing");

        awaitGone("vanishing");
        assertThat(hub.cluster().namespaces().withName(namespace).get()).isNull();
        eventually(() -> assertThat(deletions("vanishing")).containsExactly(List.of("executed")));
        assertThat(hub.rows("select exports -> 'export' ->> 'url', exports -> 'backup' ->> 'url', evidence"
                        + " from scheduled_deletions where spoke_id = 'vanishing'"))
                .satisfiesExactly(row -> assertThat(row)
                        .startsWith("s3://export", "s3://backup")
                        .element(2)
                        .asString()
                        .contains(namespace));
        eventually(() -> assertThat(Mentions.of(hub.cluster(), traces))
                .as("what is left in the cluster")
                .isEmpty());
    }

    @Test
    @Tag("long")
    void whatWasTakenBackAndIsDeletedBeforeItIsUpdatedIsExportedToo() {
        hub.apply(farewell("returning", ""));
        hub.apply(spoke("returning", "returning", ""));
        hub.awaitReady("returning");
        delete("returning");
        awaitGone("returning");
        hub.rest().post("/operations/pause", null, 200);
        hub.apply(spoke("returning", "returning", "deletion: {policy: Delete}"));
        hub.awaitCondition("returning", "Provisioned", "False", "WaitingForSlot");
        assertThat(hub.spoke("returning").getStatus().release()).isNull();

        delete("returning");
        hub.rest().post("/operations/resume", null, 200);

        awaitGone("returning");
        eventually(() -> assertThat(hub.rows("select exports -> 'export' ->> 'url', exports -> 'backup' ->> 'url'"
                        + " from scheduled_deletions where spoke_id = 'returning' and state = 'executed'"))
                .containsExactly(List.of("s3://export", "s3://backup")));
    }

    @Test
    void anExportThatFailsStopsTheDestructionUntilAnAdministratorDecides() {
        hub.apply(farewell("speechless", "values: {hookFault: crash-loop}"));
        hub.apply(spoke("speechless", "speechless", "deletion: {policy: Delete}"));
        hub.awaitReady("speechless");

        delete("speechless");

        hub.awaitCondition("speechless", "Stalled", "True", "DestructionStalled");
        assertThat(hub.rows("select status from spokes where spoke_id = 'speechless'"))
                .containsExactly(List.of("decommissioned"));
        confirm("speechless", "{\"without_export\": true}");
        awaitGone("speechless");
        assertThat(hub.cluster()
                        .namespaces()
                        .withName(hub.namespaceOf("speechless"))
                        .get())
                .isNull();
    }

    @Test
    @Tag("long")
    void anExportThatWouldGoWithTheNamespaceStopsTheDestruction() {
        hub.apply(farewell("hoarding", "values: {hookStore: 'file:///backups/'}"));
        hub.apply(spoke("hoarding", "hoarding", "deletion: {policy: Delete}"));
        hub.awaitReady("hoarding");

        delete("hoarding");

        hub.awaitCondition("hoarding", "Stalled", "True", "DestructionStalled");
        assertThat(hub.condition("hoarding", "Stalled").orElseThrow().getMessage())
                .contains("file:///backups/backup, inside of what is to be destroyed");
        assertThat(jobs("hoarding")).hasSize(1);
        confirm("hoarding", "{}");
        eventually(() -> assertThat(
                        hub.condition("hoarding", "Stalled").orElseThrow().getMessage())
                .contains("file:///backups/export, inside of what is to be destroyed"));
        assertThat(jobs("hoarding")).hasSize(2);
        confirm("hoarding", "{}");
        awaitGone("hoarding");
        assertThat(hub.rows("select exports -> 'backup' ->> 'url', exports -> 'export' ->> 'url'"
                        + " from scheduled_deletions where spoke_id = 'hoarding'"))
                .containsExactly(List.of("file:///backups/backup", "file:///backups/export"));
    }

    @Test
    @Tag("long")
    void aHubThatIsKilledWhileItDestroysGoesOnAfterwards() {
        hub.apply(spoke("interrupted", "cosmetics", "deletion: {policy: Delete}"));
        hub.awaitReady("interrupted");
        delete("interrupted");
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !deletions("interrupted").isEmpty());

        hub.process().kill();
        hub.process().start().awaitReady();

        awaitGone("interrupted");
        eventually(() -> assertThat(deletions("interrupted")).containsExactly(List.of("executed")));
    }

    @Test
    @Tag("long")
    void whatADatabaseHasForgottenIsNotDestroyedWithoutAPerson() {
        hub.apply(spoke("forgotten", "cosmetics", "deletion: {retentionDays: 1}"));
        hub.awaitReady("forgotten");
        delete("forgotten");
        awaitGone("forgotten");
        String namespace = hub.namespaceOf("forgotten");
        hub.rows("delete from scheduled_deletions where spoke_id = 'forgotten' returning id");
        hub.cluster()
                .namespaces()
                .withName(namespace)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\": {\"annotations\": {\"wheelwright.io/delete-after\": \"2020-01-01T00:00:00Z\","
                                + " \"wheelwright.io/organization\": null}}}");

        eventually(() -> assertThat(deletions("forgotten")).containsExactly(List.of("unconfirmed")));
        assertThat(hub.cluster().namespaces().withName(namespace).get()).isNotNull();
        String id = hub.rows("select id from scheduled_deletions where spoke_id = 'forgotten'")
                .get(0)
                .get(0);
        hub.rest().post("/scheduled-deletions/" + id + "/confirm", "{}", 202);

        assertThat(hub.rows("select actor from audit where object = 'forgotten' and action = 'confirm'"))
                .containsExactly(List.of("admin"));
        eventually(() ->
                assertThat(hub.cluster().namespaces().withName(namespace).get()).isNull());
        eventually(() -> assertThat(deletions("forgotten")).containsExactly(List.of("executed")));
    }

    @Test
    @Tag("long")
    void aNamespaceOfAnEarlierSpokeIsAdoptedOnlyWhenAPersonSaysSo() {
        hub.apply(Manifests.spoke("adopted", "acme", "cosmetics"));
        hub.awaitReady("adopted");
        String did = hub.spoke("adopted").getStatus().did();
        hub.process().kill();
        delete("adopted");
        patchSpoke("adopted", "{\"metadata\": {\"finalizers\": null}}");
        awaitGone("adopted");
        hub.process().start().awaitReady();

        hub.apply(Manifests.spoke("adopted", "acme", "cosmetics"));

        hub.awaitCondition("adopted", "Stalled", "True", "NamespaceTaken");
        String uid = namespace("adopted").getMetadata().getUid();
        assertThat(hub.condition("adopted", "Claimed").orElseThrow().getMessage())
                .contains("wheelwright.io/adopt=" + uid);
        patchSpoke("adopted", "{\"metadata\": {\"annotations\": {\"wheelwright.io/adopt\": \"" + uid + "\"}}}");
        hub.awaitReady("adopted");
        assertThat(hub.spoke("adopted").getStatus().did()).isEqualTo(did);
        assertThat(hub.rows("select 1 from audit where object = 'adopted' and action = 'adopt'"))
                .hasSize(1);
    }

    @Test
    void anAdministratorDeletesASpokeAndTakesItBackOverRest() {
        hub.apply(Manifests.spoke("regretted", "acme", "cosmetics"));
        hub.awaitReady("regretted");
        patchSpoke("regretted", "{\"spec\": {\"deletion\": {\"protection\": \"Protected\"}}}");
        assertThat(hub.rest().delete("/spokes/regretted", 409)).contains("set spec.deletion.protection to None");
        patchSpoke(
                "regretted",
                "{\"spec\": {\"deletion\": {\"protection\": \"None\"}, \"directory\": {\"visible\": true}}}");
        hub.rest().delete("/spokes/regretted", 202);
        hub.rest().delete("/spokes/nobody", 404);
        hub.rest().delete("/spokes/no%20body", 404);
        awaitGone("regretted");
        String id = hub.rows("select id from scheduled_deletions where spoke_id = 'regretted'")
                .get(0)
                .get(0);
        assertThat(hub.rest().get("/scheduled-deletions", 200)).contains("\"regretted\"");

        hub.rest().post("/scheduled-deletions/" + id + "/restore", null, 202);
        assertThat(hub.rows("select 1 from audit where object = 'regretted' and actor = 'admin' and action = 'create'"))
                .isNotEmpty();

        eventually(
                () -> assertThat(hub.resource(Spoke.class, "regretted").get()).isNotNull());
        hub.awaitReady("regretted");
        eventually(() -> assertThat(hub.spoke("regretted").getSpec().directory().visible())
                .isTrue());
        assertThat(hub.spoke("regretted").getMetadata().getManagedFields().stream()
                        .filter(entry -> entry.getFieldsV1().toString().contains("f:visible"))
                        .map(entry -> entry.getManager()))
                .containsExactly("wheelwright-directory");
    }

    @Test
    void anOrganizationWaitsForItsSpokesUnlessItTakesThemAlong() {
        hub.apply(Manifests.organization("leaver"));
        hub.apply(Manifests.spoke("last", "leaver", "cosmetics"));
        hub.awaitReady("last");
        var organization = hub.resource(Organization.class, "leaver");

        organization.delete();

        eventually(
                () -> assertThat(Conditions.find(organization.get().getStatus().conditions(), "Ready")
                                .orElseThrow()
                                .getMessage())
                        .contains("last"));
        assertThat(hub.condition("last", "Ready").orElseThrow().getStatus()).isEqualTo("True");
        organization.patch(
                PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"deletion\": {\"policy\": \"Delete\"}}}");
        eventually(() -> assertThat(organization.get()).isNull());
        assertThat(deletions("last")).containsExactly(List.of("scheduled"));
    }

    private static String farewell(String name, String values) {
        return Manifests.product(
                name, """
                agent: None
                hooks: {backup: backup, export: export, wake: [store]}
                chart:
                  source: Archive
                  path: %s
                """.formatted(Path.of("src/test/charts/farewell").toAbsolutePath()) + values.indent(2));
    }

    private static String spoke(String name, String product, String more) {
        return Manifests.spoke(name, "acme", product) + more.indent(2);
    }

    private void delete(String spoke) {
        hub.resource(Spoke.class, spoke).delete();
    }

    private void confirm(String spoke, String body) {
        String id = hub.rows("select id from scheduled_deletions where spoke_id = '" + spoke + "'")
                .get(0)
                .get(0);
        hub.rest().post("/scheduled-deletions/" + id + "/confirm", body, 202);
    }

    private List<Job> jobs(String spoke) {
        return hub.cluster()
                .batch()
                .v1()
                .jobs()
                .inNamespace(hub.namespaceOf(spoke))
                .list()
                .getItems();
    }

    private void patchSpoke(String spoke, String merge) {
        hub.resource(Spoke.class, spoke).patch(PatchContext.of(PatchType.JSON_MERGE), merge);
    }

    private void awaitGone(String spoke) {
        eventually(() -> assertThat(hub.resource(Spoke.class, spoke).get())
                .as("Spoke %s; the hub's log:%n%s", spoke, hub.process().tail(20))
                .isNull());
    }

    private Namespace namespace(String spoke) {
        return hub.cluster().namespaces().withName(hub.namespaceOf(spoke)).require();
    }

    private List<List<String>> deletions(String spoke) {
        return hub.rows("select state from scheduled_deletions where spoke_id = '" + spoke + "'");
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(90)).untilAsserted(assertion);
    }
}
