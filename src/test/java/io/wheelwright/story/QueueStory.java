package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeSpecBuilder;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
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

/** Who waits for whom, with one slot: nobody for what is broken, everybody for a pause, and trials not for ever. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class QueueStory {

    private static final String SUPPORT = "support@example.com";

    private Hub hub;

    @BeforeAll
    void aHubWithOneSlot() {
        hub = Hub.start(
                "queue", Map.of("wheelwright.operations.concurrency", "1", "wheelwright.support-email", SUPPORT));
        hub.apply(Manifests.organization("acme"));
    }

    @AfterAll
    void end() {
        hub.close();
    }

    @Test
    void threeSpokesWithBrokenImagesDoNotDelayAFourth() {
        hub.apply(Manifests.product("unpullable", chart("plain") + "  values: {fault: image-pull}\n"));
        hub.apply(Manifests.product("sound", chart("plain")));
        List<String> broken = List.of("broken-a", "broken-b", "broken-c");
        broken.forEach(spoke -> hub.apply(Manifests.spoke(spoke, "acme", "unpullable")));
        broken.forEach(spoke -> hub.awaitCondition(spoke, "Booted", "False", "ImagePullFailed"));

        hub.apply(Manifests.spoke("fourth", "acme", "sound"));
        hub.awaitReady("fourth");

        broken.forEach(
                spoke -> assertThat(operation(spoke).path("state").asText()).isEqualTo("delayed"));
        assertThat(operation("fourth").path("state").asText()).isEqualTo("completed");
    }

    @Test
    void aPauseOutlivesTheHubAndAfterwardsTheOrderIsThatOfTheClasses() {
        hub.apply(Manifests.product("plain", chart("plain"))
                .replace("  plans:", "  plans:\n" + plan("enterprise") + plan("scale")));
        hub.apply(Manifests.organization("tester") + """
                  billing: {source: manual, state: trialing, trialEndsAt: "2999-01-01T00:00:00Z", revision: 1}
                """);
        hub.rest().post("/operations/pause", "", 200);

        apply("trial", "tester", "starter");
        apply("starter", "acme", "starter");
        apply("large", "acme", "enterprise");
        apply("middle", "acme", "scale");
        List<String> waiting = List.of("trial", "starter", "large", "middle");
        waiting.forEach(spoke -> hub.awaitCondition(spoke, "Provisioned", "False", "WaitingForSlot"));
        hub.process().kill();
        hub.process().start().awaitReady();
        waiting.forEach(spoke -> hub.awaitCondition(spoke, "Provisioned", "False", "WaitingForSlot"));
        assertThat(stats().path("paused").asBoolean()).isTrue();
        assertThat(stats().path("waiting").asInt()).isEqualTo(4);

        hub.rest().post("/operations/resume", "", 200);

        waiting.forEach(hub::awaitReady);
        assertThat(hub.rows("""
                select spoke_id from operations where spoke_id in ('trial', 'starter', 'large', 'middle')
                order by started_at""")).extracting(row -> row.get(0)).containsExactly("large", "middle", "starter", "trial");
    }

    @Test
    void anUpdateThatStallsIsToldToSupportOnceSurvivesARestartAndIsTriedAgainByRestAndByAnnotation() {
        hub.apply(Manifests.product("risky", chart("plain")));
        hub.apply(Manifests.spoke("careful", "acme", "risky"));
        hub.awaitReady("careful");
        hub.apply(Manifests.product("risky", chart("failing-upgrade")).replace("version: 1.0.0", "version: 2.0.0"));
        pin("careful", "2.0.0");
        eventually(
                () -> assertThat(operation("careful").path("attempt").asInt()).isEqualTo(2));
        hub.process().kill();
        hub.process().start().awaitReady();

        hub.awaitCondition("careful", "Stalled", "True", "HookFailed");

        assertThat(hub.cluster()
                        .events()
                        .v1()
                        .events()
                        .inNamespace(hub.space().fleetNamespace())
                        .list()
                        .getItems())
                .anyMatch(event -> event.getType().equals("Warning")
                        && event.getReason().equals("HookFailed")
                        && event.getRegarding().getName().equals("careful"));
        JsonNode failed = operation("careful");
        assertThat(failed.path("type").asText()).isEqualTo("update");
        assertThat(failed.path("state").asText()).isEqualTo("failed");
        assertThat(failed.path("attempt").asInt()).isEqualTo(3);
        assertThat(failed.path("error").asText()).contains("pre-upgrade hooks failed");
        assertThat(revisions("careful")).isEqualTo(4);

        hub.rest().post("/operations/" + failed.path("id").asText() + "/retry", "", 202);

        eventually(() -> assertThat(revisions("careful")).isGreaterThanOrEqualTo(5));
        hub.awaitCondition("careful", "Stalled", "True", "HookFailed");
        eventually(() -> assertThat(operation("careful").path("state").asText()).isEqualTo("failed"));
        assertThat(hub.rows("select recipient from mails where kind = 'operation-failed'"))
                .containsExactly(List.of(SUPPORT));
        int tried = revisions("careful");

        hub.resource(Spoke.class, "careful")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\": {\"annotations\": {\"wheelwright.io/retry\": \"again\"}}}");

        eventually(() -> assertThat(revisions("careful")).isGreaterThan(tried));

        pin("careful", null);
        hub.awaitReady("careful");
    }

    @Test
    void aDestructionIsAnOperation() {
        hub.apply(Manifests.product("short", chart("plain")));
        hub.apply(Manifests.spoke("brief", "acme", "short") + "  deletion: {policy: Delete}\n");
        hub.awaitReady("brief");

        hub.resource(Spoke.class, "brief").delete();

        eventually(
                () -> assertThat(hub.rows("select type, status from operations where spoke_id = 'brief' order by seq"))
                        .containsExactly(List.of("deploy", "completed"), List.of("delete", "completed")));
    }

    private void apply(String spoke, String organization, String plan) {
        hub.apply(Manifests.spoke(spoke, organization, "plain").replace("plan: starter", "plan: " + plan));
    }

    private void pin(String spoke, String version) {
        hub.resource(Spoke.class, spoke).edit(found -> {
            found.setSpec(
                    SpokeSpecBuilder.builder(found.getSpec()).version(version).build());
            return found;
        });
    }

    /** The newest operation on the spoke, as REST shows it. */
    private JsonNode operation(String spoke) {
        String id = hub.rows("select id from operations where spoke_id = '%s' order by seq desc".formatted(spoke))
                .get(0)
                .get(0);
        return Json.read(hub.rest().get("/operations/" + id, 200), JsonNode.class);
    }

    private JsonNode stats() {
        return Json.read(hub.rest().get("/operations/stats", 200), JsonNode.class);
    }

    /** How often Helm was called for the release, by what it keeps. */
    private int revisions(String spoke) {
        return hub
                .cluster()
                .secrets()
                .inNamespace(hub.namespaceOf(spoke))
                .withLabel("owner", "helm")
                .list()
                .getItems()
                .stream()
                .mapToInt(secret ->
                        Integer.parseInt(secret.getMetadata().getLabels().get("version")))
                .max()
                .orElse(0);
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(assertion);
    }

    private static String plan(String id) {
        return """
                    - id: %s
                      displayName: %s
                      resources:
                        quota: {cpu: "4", memory: 4Gi, storage: 20Gi}
                """.formatted(id, id);
    }

    private static String chart(String name) {
        return """
                agent: None
                chart:
                  source: Archive
                  path: %s
                """.formatted(Path.of("src/test/charts", name).toAbsolutePath());
    }
}
