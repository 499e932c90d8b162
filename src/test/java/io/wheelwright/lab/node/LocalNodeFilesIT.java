package io.wheelwright.lab.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a program on the local node finds in its environment and its files, and how that follows the API. */
@Tag("long")
class LocalNodeFilesIT extends OnALocalNode {

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
}
