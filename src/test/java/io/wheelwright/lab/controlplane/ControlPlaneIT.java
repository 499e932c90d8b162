package io.wheelwright.lab.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class ControlPlaneIT {

    @TempDir
    Path directory;

    @Test
    void servesDeletesAndRemembers() {
        try (ControlPlane plane = ControlPlane.start(directory)) {
            KubernetesClient client = plane.client();
            client.namespaces().resource(namespace("stays")).create();
            client.namespaces().resource(namespace("goes")).create();
            client.namespaces().withName("goes").delete();
            client.namespaces().withName("goes").waitUntilCondition(gone -> gone == null, 30, TimeUnit.SECONDS);
        }
        try (ControlPlane plane = ControlPlane.start(directory)) {
            assertThat(plane.client().namespaces().list().getItems())
                    .extracting(found -> found.getMetadata().getName())
                    .contains("stays")
                    .doesNotContain("goes");
        }
    }

    @Test
    void aServiceAccountHasNoRightThatNobodyGave() throws Exception {
        try (ControlPlane plane = ControlPlane.start(directory)) {
            Path file = plane.kubeconfigFor("default", "default");
            Config config = Config.fromKubeconfig(Files.readString(file));
            try (KubernetesClient client =
                    new KubernetesClientBuilder().withConfig(config).build()) {
                Assertions.assertThatThrownBy(() -> client.namespaces().list())
                        .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                                .isEqualTo(403));
            }
        }
    }

    private static Namespace namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }
}
