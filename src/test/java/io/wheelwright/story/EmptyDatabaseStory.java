package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The database is gone, with its backups, and all that the hub knows is what the cluster tells. */
@Tag("long")
class EmptyDatabaseStory {

    private static final Map<String, String> SETTINGS = Map.of("wheelwright.heartbeat.interval", "PT2S");

    /** The day on the namespace has passed: nothing but the database can hold its destruction back. */
    private static final String OVERDUE =
            "{\"metadata\": {\"annotations\": {\"wheelwright.io/delete-after\": \"2020-01-01T00:00:00Z\"}}}";

    private static final String CANCELLED = """
            {"spec": {"billing": {"source": "manual", "revision": 1, "state": "active", "endsAt": "2999-01-01T00:00:00Z"}}}
            """;

    @Test
    void anEmptyDatabaseLosesNobodyAndTellsNobodyAgain() {
        LabPlane plane = LabPlane.shared();
        plane.node();
        HubSpace space = plane.newHub("forgetful");
        Map<String, String> before;
        Map<String, String> dids;
        List<List<String>> copied;
        try (Hub hub = Hub.start(plane, space, SETTINGS)) {
            hub.apply(Manifests.product("cosmetics"));
            hub.apply(Manifests.organization("acme"));
            List<String> all = List.of("running", "resting", "retained");
            all.forEach(spoke -> hub.apply(Manifests.spoke(spoke, "acme", "cosmetics")));
            all.forEach(hub::awaitReady);
            spoke(hub, "resting").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspended\": true}}");
            hub.awaitCondition("resting", "Ready", "False", "Suspended");
            spoke(hub, "retained").delete();
            eventually(() -> assertThat(spoke(hub, "retained").get()).isNull());
            hub.resource(Organization.class, "acme").patch(PatchContext.of(PatchType.JSON_MERGE), CANCELLED);
            eventually(
                    () -> assertThat(hub.rows("select kind from mails")).contains(List.of("cancellation-scheduled")));
            before = places(hub);
            dids = dids(hub);
            copied = migrations(hub);
            hub.process().kill();
        }
        plane.client()
                .namespaces()
                .withName(space.namespacePrefix() + "retained")
                .patch(PatchContext.of(PatchType.JSON_MERGE), OVERDUE);

        String empty = plane.database().url(space.fleetNamespace() + "-anew");
        try (Hub hub = Hub.start(plane, space.withDatabase(empty), SETTINGS)) {
            assertThat(migrations(hub)).as("what the hub itself has made").isEqualTo(copied);
            eventually(() -> assertThat(hub.rows("select spoke_id, state from scheduled_deletions"))
                    .as("what waits for an administrator")
                    .containsExactly(List.of("retained", "unconfirmed")));
            eventually(
                    () -> assertThat(hub.rows("select spoke_id, status from spokes where gone_at is null order by 1"))
                            .containsExactly(List.of("resting", "suspended"), List.of("running", "active")));
            eventually(() -> assertThat(hub.rows("select spoke_id from heartbeats join spokes on uid = spoke_uid"
                            + " where spoke_id = 'running'"))
                    .as("its agent has the key that it had")
                    .hasSize(1));
            hub.awaitReady("running");
            hub.awaitCondition("resting", "Ready", "False", "Suspended");
            assertThat(places(hub)).isEqualTo(before);
            assertThat(dids(hub)).isEqualTo(dids);
            assertThat(hub.spoke("running").getStatus().release().revision()).isEqualTo(1);
            eventually(() ->
                    assertThat(hub.rows("select stage from lifecycle_stages")).containsExactly(List.of("active")));
            assertThat(hub.rows("select kind from mails"))
                    .as("what customers were told before")
                    .isEmpty();
            assertThat(hub.rest().get("/scheduled-deletions", 200)).contains("\"retained\"", "\"unconfirmed\"");
        }
    }

    private static List<List<String>> migrations(Hub hub) {
        return hub.rows("select version, checksum from flyway_schema_history order by 1");
    }

    /** UIDs of the namespaces, and of the volumes in them. */
    private static Map<String, String> places(Hub hub) {
        Map<String, String> places = new TreeMap<>();
        hub.cluster().namespaces().list().getItems().stream()
                .filter(namespace ->
                        namespace.getMetadata().getName().startsWith(hub.space().namespacePrefix()))
                .forEach(namespace -> {
                    String name = namespace.getMetadata().getName();
                    places.put(name, namespace.getMetadata().getUid());
                    hub.cluster()
                            .persistentVolumeClaims()
                            .inNamespace(name)
                            .list()
                            .getItems()
                            .forEach(claim -> places.put(
                                    name + "/" + claim.getMetadata().getName(),
                                    claim.getMetadata().getUid()));
                });
        assertThat(places).as("namespaces and volumes").hasSizeGreaterThan(3);
        return places;
    }

    private static Map<String, String> dids(Hub hub) {
        return List.of("running", "resting").stream()
                .collect(Collectors.toMap(
                        spoke -> spoke, spoke -> hub.spoke(spoke).getStatus().did()));
    }

    private static Resource<Spoke> spoke(Hub hub, String name) {
        return hub.resource(Spoke.class, name);
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(90)).untilAsserted(assertion);
    }
}
