package io.wheelwright.lab.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.wheelwright.lab.controlplane.ControlPlane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real agent and the real sample application as pods of the local node, and a hub that only listens. */
@Tag("long")
class SpokeProgramsIT {

    private record Heartbeat(String authorization, JsonNode body) {}

    @TempDir
    Path directory;

    private final List<Heartbeat> heartbeats = new CopyOnWriteArrayList<>();
    private HttpServer hub;

    @BeforeEach
    void startHub() throws IOException {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/", this::listen);
        hub.start();
    }

    @AfterEach
    void stopHub() {
        hub.stop(0);
    }

    @Test
    void theAgentReportsWhatTheApplicationCounts() {
        try (ControlPlane plane = ControlPlane.start(directory.resolve("plane"));
                LocalNode node = LocalNode.start(plane.client(), directory.resolve("volumes"))) {
            SpokeNamespace spoke = SpokeNamespace.create(plane.client(), "spoke-acme");
            spoke.putSecret("wheelwright-agent", Map.of("api-key", "first-key"));
            plane.client().resource(whereTheHubIs(spoke)).create();
            spoke.apply("programs.yaml");

            await().atMost(Duration.ofSeconds(30)).until(() -> spoke.isReady("agent") && spoke.isReady("application"));
            await().atMost(Duration.ofSeconds(30)).until(() -> heartbeats.stream()
                    .anyMatch(beat -> beat.body.path("usage").has("product_count")));
            assertThat(heartbeats).allSatisfy(beat -> {
                assertThat(beat.authorization).isEqualTo("Bearer first-key");
                assertThat(beat.body.path("spoke_id").asText()).isEqualTo("acme");
            });

            spoke.putSecret("wheelwright-agent", Map.of("api-key", "second-key"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> heartbeats.stream().anyMatch(beat -> beat.authorization.equals("Bearer second-key")));
        }
    }

    private ConfigMap whereTheHubIs(SpokeNamespace spoke) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(spoke.name())
                .withName("hub")
                .endMetadata()
                .addToData("url", "http://127.0.0.1:" + hub.getAddress().getPort())
                .build();
    }

    private void listen(HttpExchange exchange) throws IOException {
        JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
        boolean heartbeat = exchange.getRequestURI().getPath().endsWith("/heartbeat");
        if (heartbeat) {
            heartbeats.add(new Heartbeat(exchange.getRequestHeaders().getFirst("Authorization"), body));
        }
        byte[] answer =
                "{\"acknowledged\":true,\"license_valid\":true,\"access\":\"Full\",\"next_heartbeat_seconds\":1}"
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(heartbeat ? 200 : 404, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
