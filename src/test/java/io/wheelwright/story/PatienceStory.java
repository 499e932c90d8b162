package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.support.Hub;
import io.wheelwright.support.Manifests;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a first deployment that comes to nothing: it is watched and counted, and can be mended. */
class PatienceStory {

    private static final String SUPPORT = "support@example.com";

    @Test
    void aDeploymentWithoutProgressStallsAndGoesOnWhenItIsMended() {
        try (Hub hub = Hub.start(
                "patience", Map.of("wheelwright.operations.patience", "PT10S", "wheelwright.support-email", SUPPORT))) {
            hub.apply(Manifests.organization("acme"));
            hub.apply(Manifests.product(
                    "unpullable", """
                    agent: None
                    chart:
                      source: Archive
                      path: %s
                      values: {fault: image-pull}
                    """.formatted(Path.of("src/test/charts/plain").toAbsolutePath())));
            hub.apply(Manifests.spoke("stuck", "acme", "unpullable"));

            hub.awaitCondition("stuck", "Stalled", "True", "ImagePullFailed");
            hub.awaitCondition("stuck", "Booted", "False", "ImagePullFailed");
            assertThat(hub.rows("select status, attempt from operations")).containsExactly(List.of("failed", "3"));
            assertThat(hub.rows("select recipient from mails where kind = 'operation-failed'"))
                    .containsExactly(List.of(SUPPORT));

            hub.apply(Manifests.spoke("stuck", "acme", "unpullable") + "  values: {fault: none}\n");
            hub.awaitReady("stuck");
            assertThat(hub.rows("select status, attempt from operations")).containsExactly(List.of("completed", "1"));
        }
    }
}
