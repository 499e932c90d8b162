package io.wheelwright.outbox;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.wheelwright.lab.HubProcess;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.fault.Wire;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who asks for something while the API server is away is told so within seconds, and may ask again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiServerAwayFaultIT {

    private static final Duration FEW_SECONDS = Duration.ofSeconds(8);

    private Wire wire;
    private HubProcess hub;

    @BeforeAll
    void aHubOnAWire() {
        HubSpace space = LabPlane.shared().newHub("away");
        URI server = URI.create(LabPlane.shared().client().getMasterUrl().toString());
        wire = Wire.to(server);
        Path directory = Path.of("target", "hubs", space.fleetNamespace());
        HubSpace onTheWire = space.byWayOf(wire.port());
        hub = HubProcess.start(onTheWire, directory, Map.of()).awaitReady();
    }

    @AfterEach
    void mend() {
        wire.mend();
    }

    @AfterAll
    void end() {
        hub.close();
        wire.close();
    }

    @Test
    void aRefusedConnectionIsToldWithinSeconds() {
        assertTold(Wire::cut);
    }

    @Test
    void aServerThatNeverAnswersIsToldWithinSeconds() {
        assertTold(Wire::silence);
    }

    private void assertTold(Consumer<Wire> fault) {
        assertThat(create().statusCode()).isEqualTo(201);
        fault.accept(wire);
        long start = System.nanoTime();
        Response answer = create();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf("answered %d after %d ms%n", answer.statusCode(), took.toMillis());
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(503);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("type")).isEqualTo("https://wheelwright.io/problems/unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(took).isLessThan(FEW_SECONDS);
    }

    private Response create() {
        return given().header("Authorization", "Bearer " + hub.space().adminToken())
                .contentType("application/json")
                .body(Map.of("name", "Acme", "email", "ada@acme.example"))
                .post(hub.space().url() + "/hub/api/v1/organizations");
    }
}
