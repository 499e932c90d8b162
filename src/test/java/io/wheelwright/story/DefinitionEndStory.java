package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody deletes the definition of Spokes, and every Spoke with it: the instances stay, and come back with it. */
@Tag("long")
class DefinitionEndStory {

    private static final Path PLANE = Path.of("target", "planes", "definitions");
    private static final Map<String, String> SETTINGS = Map.of("wheelwright.heartbeat.interval", "PT2S");
    private static final String DEFINITION = HasMetadata.getFullResourceName(Spoke.class);
    private static final String DOOMED =
            Manifests.spoke("doomed", "acme", "cosmetics") + "  deletion: {policy: Delete}\n";

    @Test
    void theEndOfADefinitionDestroysNobody() throws IOException {
        try (LabPlane plane = LabPlane.start(PLANE, List.of())) {
            plane.node();
            try (Hub hub = Hub.start(plane, "definitions", SETTINGS)) {
                hub.apply(Manifests.product("cosmetics"));
                hub.apply(Manifests.organization("acme"));
                hub.apply(DOOMED);
                hub.awaitReady("doomed");
                Namespace before = namespace(hub);
                String did = hub.spoke("doomed").getStatus().did();

                definition(hub).delete();
                eventually(() -> assertThat(definition(hub).get()).isNull());
                assertThat(namespace(hub).getMetadata().getUid())
                        .isEqualTo(before.getMetadata().getUid());
                assertThat(namespace(hub).getMetadata().getLabels()).containsEntry("wheelwright.io/retained", "true");
                assertThat(hub.rows("select cause, state from scheduled_deletions"))
                        .containsExactly(List.of("the definition " + DEFINITION + " is being deleted", "unconfirmed"));

                installAgain(hub);
                eventually(() -> hub.apply(DOOMED));
                hub.awaitReady("doomed");
                assertThat(namespace(hub).getMetadata().getUid())
                        .isEqualTo(before.getMetadata().getUid());
                assertThat(hub.spoke("doomed").getStatus().did()).isEqualTo(did);
            }
        }
    }

    private static void installAgain(Hub hub) throws IOException {
        try (InputStream yaml = Files.newInputStream(Path.of("crds", DEFINITION + ".yaml"))) {
            hub.cluster().load(yaml).create();
        }
    }

    private static Namespace namespace(Hub hub) {
        return hub.cluster().namespaces().withName(hub.namespaceOf("doomed")).require();
    }

    private static Resource<CustomResourceDefinition> definition(Hub hub) {
        return hub.cluster().resources(CustomResourceDefinition.class).withName(DEFINITION);
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(90)).ignoreExceptions().untilAsserted(assertion);
    }
}
