package io.wheelwright.lab.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The local node against a real control plane: what people and controllers see of its pods. */
@Tag("long")
class LocalNodeIT extends OnALocalNode {

    @Test
    void givesServicesAddressesAndLetsTheirUrlsLeadToPrograms() throws Exception {
        spoke.apply("deployment.yaml");
        eventually().until(() -> spoke.isReady("web"));
        String ip = spoke.pod().getStatus().getPodIP();
        eventually().until(() -> spoke.readyEndpoints().equals(List.of(ip)));

        String url = recorder.of("web").environment().get("SELF_URL");
        assertThat(url).startsWith("http://127.0.0.1:");
        assertThat(get(url + "/")).isEqualTo(204);
        String address = spoke.pod().getMetadata().getAnnotations().get(PodLifecycle.ADDRESS);
        assertThat(get("http://" + address + "/ready")).isEqualTo(200);
    }

    @Test
    void readinessFollowsTheProbe() {
        recorder.readiness = 503;
        spoke.apply("deployment.yaml");
        eventually().until(() -> spoke.isRunning("web"));
        assertThat(spoke.isReady("web")).isFalse();
        assertThat(spoke.is("Ready", "False")).isTrue();

        recorder.readiness = 200;
        eventually().until(() -> spoke.is("Ready", "True"));
    }

    @Test
    void completesAJob() {
        spoke.apply("job.yaml");
        client.batch()
                .v1()
                .jobs()
                .inNamespace(spoke.name())
                .withName("export")
                .waitUntilCondition(
                        job -> Integer.valueOf(1).equals(job.getStatus().getSucceeded()), 30, TimeUnit.SECONDS);
        Pod pod = spoke.pod();
        assertThat(pod.getStatus().getPhase()).isEqualTo("Succeeded");
        assertThat(spoke.container("export")
                        .orElseThrow()
                        .getState()
                        .getTerminated()
                        .getMessage())
                .isEqualTo("{\"url\":\"s3://somewhere\"}");
    }

    @Test
    void failsOnDemandAndRecovers() {
        spoke.fault("api:image-pull");
        spoke.apply("deployment.yaml");
        eventually().until(() -> spoke.isWaiting("web", "ImagePullBackOff"));
        assertThat(spoke.pod().getStatus().getPhase()).isEqualTo("Pending");

        spoke.fault("api:crash-loop");
        eventually().until(() -> spoke.container("web").orElseThrow().getRestartCount() >= 2);
        eventually().until(() -> spoke.isWaiting("web", "CrashLoopBackOff"));

        spoke.fault("never-ready");
        eventually().until(() -> spoke.isRunning("web"));
        assertThat(spoke.is("Ready", "False")).isTrue();

        spoke.fault("database:crash-loop");
        eventually().until(() -> spoke.is("Ready", "True"));
    }

    @Test
    void letsNamespacesFinish() {
        spoke.apply("deployment.yaml");
        spoke.apply("statefulset.yaml");
        eventually().until(() -> recorder.starts.size() == 3);

        spoke.delete();

        assertThat(recorder.stops).containsExactlyInAnyOrderElementsOf(recorder.starts);
    }

    @Test
    void goesOnWithThePodsOfAFormerNode() {
        spoke.apply("statefulset.yaml");
        eventually().until(() -> spoke.isReady("store"));
        Pod before = spoke.pod();
        node.close();
        assertThat(recorder.stops).hasSize(1);

        startNewNode();
        eventually().until(() -> recorder.starts.size() == 1);
        eventually().until(() -> spoke.container("store").orElseThrow().getRestartCount() == 1);
        Pod after = spoke.pod();
        assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
        assertThat(after.getStatus().getPodIP()).isEqualTo(before.getStatus().getPodIP());
        assertThat(spoke.isReady("store")).isTrue();
    }

    @Test
    void writesNothingWhileNothingChanges() {
        spoke.apply("deployment.yaml");
        eventually().until(() -> spoke.isReady("web"));
        String version = spoke.pod().getMetadata().getResourceVersion();
        spoke.fault("other:crash-loop");
        spoke.fault("another:crash-loop");
        await().during(Duration.ofSeconds(1))
                .until(() -> version.equals(spoke.pod().getMetadata().getResourceVersion()));
    }

    @Test
    void isANodeThatNobodyTakesForDead() {
        eventually().untilAsserted(() -> {
            Node seen = client.nodes().withName(NodeIdentity.NAME).get();
            assertThat(seen.getSpec().getTaints()).isEmpty();
            assertThat(seen.getStatus().getConditions())
                    .filteredOn(condition -> condition.getType().equals("Ready"))
                    .extracting(condition -> condition.getStatus())
                    .containsExactly("True");
            assertThat(client.leases()
                            .inNamespace("kube-node-lease")
                            .withName(NodeIdentity.NAME)
                            .get())
                    .isNotNull();
        });
    }

    private static int get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
