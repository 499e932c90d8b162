package io.wheelwright.lab.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.lab.controlplane.ControlPlane;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local node against a real control plane: what people and controllers see of its pods. */
class LocalNodeIT {

    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    static Path directory;

    private static ControlPlane plane;
    private static KubernetesClient client;

    private Recorder recorder;
    private LocalNode node;
    private SpokeNamespace spoke;

    @BeforeAll
    static void startPlane() {
        plane = ControlPlane.start(directory.resolve("plane"));
        client = plane.client();
    }

    @AfterAll
    static void stopPlane() {
        plane.close();
    }

    @BeforeEach
    void startNode() {
        startNewNode();
        spoke = SpokeNamespace.create(client, "spoke-node-" + COUNT.incrementAndGet());
    }

    @AfterEach
    void stopNode() {
        spoke.abandon();
        node.close();
    }

    @Test
    void runsADeploymentWithItsEnvironmentAndFiles() throws IOException {
        spoke.apply("deployment.yaml");
        client.apps().deployments().inNamespace(spoke.name()).withName("web").waitUntilReady(30, TimeUnit.SECONDS);

        Recorder.Start web = recorder.of("web");
        assertThat(web.environment())
                .containsEntry("TOKEN", "first")
                .containsEntry("GREETING", "hello")
                .containsEntry("COMBINED", spoke.pod().getMetadata().getName() + " says hello for $5")
                .containsEntry("WHEELWRIGHT_LISTEN", "127.0.0.1:0");
        assertThat(web.root().resolve("etc/settings/token")).hasContent("first");
        Files.writeString(web.root().resolve("run/shared/note"), "shared");
        assertThat(recorder.of("helper").root().resolve("somewhere/shared/note"))
                .hasContent("shared");
    }

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
    void bringsAChangedSecretToTheProgram() {
        spoke.apply("deployment.yaml");
        eventually().until(() -> spoke.isReady("web"));

        spoke.putSecret("settings", Map.of("token", "second"));

        Path root = recorder.of("web").root();
        eventually().untilAsserted(() -> assertThat(root.resolve("etc/settings/token"))
                .hasContent("second"));
        assertThat(root.resolve("etc/frozen-token")).hasContent("first");
        assertThat(recorder.starts).hasSize(2);
    }

    @Test
    void waitsForSecretsThatAreMissing() {
        spoke.applyWithoutSecrets("deployment.yaml");
        eventually().until(() -> spoke.isWaiting("prepare", "ContainerCreating"));
        spoke.putSecret("settings", Map.of("other", ""));
        eventually().until(() -> spoke.isWaiting("web", "CreateContainerConfigError"));
        assertThat(spoke.container("web").orElseThrow().getState().getWaiting().getMessage())
                .isEqualTo("couldn't find key token in secret %s/settings".formatted(spoke.name()));

        spoke.putSecret("settings", Map.of("token", "late"));
        eventually().until(() -> spoke.isReady("web"));
    }

    @Test
    void keepsTheVolumeOfAStatefulSetOverPodsAndRemovesItWithTheClaim() throws IOException {
        spoke.apply("statefulset.yaml");
        eventually().until(() -> spoke.isReady("store"));
        Recorder.Start first = recorder.of("store");
        Files.writeString(first.root().resolve("var/lib/store/row"), "kept");
        Path volume = first.root().resolve("var/lib/store").toRealPath();
        String persistentVolume = spoke.claim("data-store-0").get().getSpec().getVolumeName();

        client.pods().inNamespace(spoke.name()).withName("store-0").delete();
        eventually().until(() -> recorder.starts.size() == 2);
        assertThat(recorder.stops).containsExactly(first);
        assertThat(first.root()).doesNotExist();
        assertThat(recorder.of("store").root().resolve("var/lib/store/row")).hasContent("kept");

        client.apps().statefulSets().inNamespace(spoke.name()).withName("store").delete();
        spoke.claim("data-store-0").delete();
        eventually().untilAsserted(() -> {
            assertThat(client.persistentVolumes().withName(persistentVolume).get())
                    .isNull();
            assertThat(volume).doesNotExist();
        });
    }

    @Test
    void letsAClaimGrow() {
        spoke.apply("statefulset.yaml");
        eventually().until(() -> spoke.isReady("store"));
        spoke.claim("data-store-0").edit(claim -> {
            claim.getSpec().getResources().getRequests().put("storage", new Quantity("2Gi"));
            return claim;
        });
        eventually().until(() -> new Quantity("2Gi")
                .equals(spoke.claim("data-store-0")
                        .get()
                        .getStatus()
                        .getCapacity()
                        .get("storage")));
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

    private void startNewNode() {
        recorder = new Recorder();
        node = LocalNode.start(client, directory.resolve("volumes"), new Programs(Map.of("recorder", recorder)));
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
    }

    private static int get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
