package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The software of an instance exports its own data when somebody asks, also while the instance rests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportStory {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String EXPORTS = "/organizations/%s/exports";

    private Hub hub;

    @BeforeAll
    void aHubWithACustomer() {
        hub = Hub.start("export", Map.of("wheelwright.export.instance", "PT30S"));
        hub.apply(Manifests.organization("acme"));
        hub.apply(Manifests.organization("patient"));
        hub.apply(product("fine", ""));
        hub.apply(product("endless", "values: {hookFault: never-ready}"));
    }

    @AfterAll
    void end() {
        hub.close();
    }

    @Test
    void aHookRunsWhileTheInstanceRunsAndWhileItRests() {
        hub.apply(Manifests.spoke("running", "acme", "fine"));
        hub.awaitReady("running");

        JsonNode export = instance(exported("acme"), "running");
        assertThat(export.path("state").asText()).isEqualTo("ready");
        assertThat(export.path("url").asText()).isEqualTo("s3://export");
        assertThat(export.path("sha256").asText()).isEqualTo("abc");
        assertThat(export.path("expires_at").asText()).isEqualTo("2030-01-01T00:00:00Z");

        suspend("running");
        await().atMost(LONGEST).until(() -> replicas("running") == 0);
        assertThat(instance(exported("acme"), "running").path("state").asText()).isEqualTo("ready");
        await().atMost(LONGEST).until(() -> replicas("running") == 0);
        assertThat(hub.cluster()
                        .namespaces()
                        .withName(hub.namespaceOf("running"))
                        .get()
                        .getMetadata()
                        .getAnnotations())
                .doesNotContainKey("wheelwright.io/awake");
    }

    @Test
    @Tag("long")
    void aHookThatDoesNotEndIsGivenUp() {
        hub.apply(Manifests.spoke("hanging", "patient", "endless"));
        hub.awaitReady("hanging");

        String first = begun("patient");
        await().atMost(LONGEST)
                .until(() -> export("patient", first).path("state").asText().equals("ready"));
        String second = begun("patient");

        assertThat(instance(settled("patient", second), "hanging")
                        .path("message")
                        .asText())
                .isEqualTo("A former export of it is still running.");
        JsonNode hanging = instance(settled("patient", first), "hanging");
        assertThat(hanging.path("state").asText()).isEqualTo("failed");
        assertThat(hanging.path("message").asText()).isNotBlank();
        await().atMost(LONGEST).untilAsserted(() -> assertThat(jobs("hanging"))
                .as("what was given up does not go on")
                .isNotEmpty()
                .allMatch(job -> job.getStatus().getActive() == null));
    }

    /** An export of the organization whose instances are all settled. */
    private JsonNode exported(String organization) {
        return settled(organization, begun(organization));
    }

    private String begun(String organization) {
        return Json.read(hub.rest().post(EXPORTS.formatted(organization), null, 202), JsonNode.class)
                .path("id")
                .asText();
    }

    private JsonNode export(String organization, String id) {
        return Json.read(hub.rest().get(EXPORTS.formatted(organization) + "/" + id, 200), JsonNode.class);
    }

    private JsonNode settled(String organization, String id) {
        return await().atMost(LONGEST)
                .until(
                        () -> export(organization, id),
                        export -> !export.path("state").asText().equals("pending")
                                && export.path("instances").size() > 0
                                && !export.path("instances")
                                        .findValuesAsText("state")
                                        .contains("pending"));
    }

    private static JsonNode instance(JsonNode export, String spoke) {
        for (JsonNode instance : export.path("instances")) {
            if (instance.path("spoke_id").asText().equals(spoke)) {
                return instance;
            }
        }
        throw new AssertionError("no export of " + spoke + " in " + export);
    }

    private void suspend(String spoke) {
        hub.resource(Spoke.class, spoke)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspended\": true}}");
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

    private int replicas(String spoke) {
        return hub.cluster()
                .apps()
                .statefulSets()
                .inNamespace(hub.namespaceOf(spoke))
                .withName("store")
                .get()
                .getSpec()
                .getReplicas();
    }

    private static String product(String name, String values) {
        return Manifests.product(
                name, """
                agent: None
                hooks: {export: export, wake: [store]}
                chart:
                  source: Archive
                  path: %s
                """.formatted(Path.of("src/test/charts/farewell").toAbsolutePath()) + values.indent(2));
    }
}
