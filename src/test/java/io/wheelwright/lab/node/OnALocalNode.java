package io.wheelwright.lab.node;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.lab.controlplane.ControlPlane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A control plane for the tests of a class, and for each test a local node and a spoke's namespace. */
abstract class OnALocalNode {

    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    static Path directory;

    static ControlPlane plane;
    static KubernetesClient client;

    Recorder recorder;
    LocalNode node;
    SpokeNamespace spoke;

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

    void startNewNode() {
        recorder = new Recorder();
        node = LocalNode.start(client, directory.resolve("volumes"), new Programs(Map.of("recorder", recorder)));
    }

    static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
    }
}
