package io.wheelwright.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.StripeException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.lab.Manifests;
import io.wheelwright.lab.fault.Wire;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.support.Hub;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the hub stands on goes away in the middle of an operation: the hub says so, lives on, counts no attempt, and goes
 * on within a minute of its return.
 */
@Tag("long")
class AwayFaultIT {

    /** Longer than the hub's lease; {@code -Dsoak.away=PT10M} for a long run. */
    private static final Duration AWAY = Duration.parse(System.getProperty("soak.away", "PT60S"));

    private static final String SEEN =
            "select 1 from heartbeats h join spokes s on s.uid = h.spoke_uid where s.spoke_id = '%s' and h.last_at > '%s'";

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** By how much the clock of the hub is. */
    private Duration ahead = Duration.ZERO;

    @Test
    void theDatabaseIsAway() throws IOException {
        LabPlane plane = plane();
        HubSpace space = plane.newHub("nodatabase");
        URI database = URI.create("tcp://127.0.0.1:" + plane.database().port());
        ahead = EndingTrial.AHEAD;
        Path clock = Files.writeString(folder.resolve("ahead"), ahead.toString());
        try (Wire wire = Wire.to(database);
                Hub hub = Hub.start(
                        plane,
                        space.withDatabase(space.databaseUrl().replace(":" + database.getPort(), ":" + wire.port())),
                        Map.of(
                                "wheelwright.heartbeat.interval",
                                "PT5S",
                                "wheelwright.moved-clock",
                                clock.toString()))) {
            begin(hub, Manifests.product("cosmetics"));
            EndingTrial trial = EndingTrial.of(hub);
            long process = interrupt(hub, wire);
            outlasts(hub, "Database connections health check", 503);
            trial.takesTheLicenseAndNothingElse();
            assertThat(reportsAnswered(hub, "503"))
                    .as("that of the test, and those of agents that try again and again")
                    .isGreaterThanOrEqualTo(4);
            assertThat(reportsAnswered(hub, "500")).isZero();
            goesOn(hub, wire, process, "Database connections health check");
            trial.isOver();
        }
    }

    @Test
    void theApiServerIsAway() throws StripeException {
        LabPlane plane = plane();
        HubSpace space = plane.newHub("noapi");
        try (StripeLab stripe = StripeLab.start(0, Clock.systemUTC());
                Wire wire = Wire.to(URI.create(plane.client().getMasterUrl().toString()));
                Hub hub = Hub.start(plane, space.byWayOf(wire.port()), oftenReporting(stripe.settings()));
                FailingPayer payer = FailingPayer.of(hub, stripe)) {
            begin(hub, payer.product());
            payer.hasItsInstance();
            long process = interrupt(hub, wire);
            outlasts(hub, "Kubernetes API", 200);
            payer.failsPaysAndFailsAgain();
            goesOn(hub, wire, process, "Kubernetes API");
            payer.rests();
            assertThat(down(hub)).isEmpty();
            assertThat(silence(hub)).isLessThan(AWAY.toSeconds());
        }
    }

    /** Stripe sends again what was not taken. */
    @Test
    void anEventOfStripeIsKeptOnceTheDatabaseIsBack() {
        LabPlane plane = plane();
        HubSpace space = plane.newHub("noinbox");
        URI database = URI.create("tcp://127.0.0.1:" + plane.database().port());
        try (StripeLab stripe = StripeLab.start(0, Clock.systemUTC());
                Wire wire = Wire.to(database);
                Hub hub = Hub.start(
                        plane,
                        space.withDatabase(space.databaseUrl().replace(":" + database.getPort(), ":" + wire.port())),
                        stripe.settings())) {
            SignedEvent event = new SignedEvent("evt_away", stripe.webhookSecret(), """
                    {"id": "evt_away", "object": "event", "type": "customer.subscription.updated", "livemode": false,
                     "data": {"object": {"id": "sub_away", "object": "subscription"}}}""");
            wire.cut();
            HttpResponse<String> refused = event.sendTo(hub.space()).join();
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();

            wire.mend();
            await().atMost(SOON).until(() -> event.sendTo(hub.space()).join().statusCode() == 200);
            String stored = "select state, deliveries from stripe_events where event_id = 'evt_away'";
            eventually(() -> assertThat(hub.rows(stored)).containsExactly(List.of("done", "1")));
            assertThat(event.sendTo(hub.space()).join().statusCode()).isEqualTo(200);
            assertThat(hub.rows(stored)).containsExactly(List.of("done", "2"));
        }
    }

    private static void begin(Hub hub, String product) {
        hub.apply(product);
        hub.apply(Manifests.organization("acme"));
        hub.apply(Manifests.spoke("ended", "acme", "cosmetics") + "  deletion: {policy: Delete}\n");
        hub.awaitReady("ended");
        hub.apply(Manifests.spoke("steady", "acme", "cosmetics"));
        hub.awaitReady("steady");
    }

    /** Cuts the wire in the middle of a deployment, and before a deletion. */
    private static long interrupt(Hub hub, Wire wire) {
        hub.apply(Manifests.spoke("newborn", "acme", "cosmetics"));
        hub.awaitCondition("newborn", "Claimed", "True", null);
        wire.cut();
        resource(hub, "ended").delete();
        return hub.process().handle().pid();
    }

    /** @param reported what an agent's report is answered meanwhile */
    private static void outlasts(Hub hub, String check, int reported) {
        eventually(() -> assertThat(down(hub)).contains(check));
        await("the hub lives on, not ready")
                .pollInterval(Duration.ofSeconds(1))
                .during(AWAY)
                .atMost(AWAY.plusSeconds(30))
                .until(() -> hub.process().isAlive()
                        && answer(hub, "/q/health/live").statusCode() == 200
                        && down(hub).contains(check)
                        && hub.agent("steady", "/access")
                                .path("access")
                                .asText()
                                .equals("full"));
        HttpResponse<String> report = report(hub, "steady");
        assertThat(report.statusCode()).isEqualTo(reported);
        assertThat(report.headers().firstValue("Retry-After").isPresent()).isEqualTo(reported == 503);
        assertThat(hub.spoke("steady").getStatus().access()).isEqualTo(Access.Full);
        boolean silent = silence(hub) >= AWAY.toSeconds();
        assertThat(silent).as("the Kubernetes API is silent").isEqualTo(check.equals("Kubernetes API"));
    }

    private void goesOn(Hub hub, Wire wire, long process, String check) {
        wire.mend();
        long mended = System.nanoTime();
        String then = Instant.now().plus(ahead).toString();

        eventually(() -> assertThat(down(hub)).isEmpty());
        eventually(
                () -> assertThat(hub.condition("newborn", "Ready").orElseThrow().getStatus())
                        .isEqualTo("True"));
        System.out.printf(
                "%s: a spoke was Ready %d ms after its return%n", check, (System.nanoTime() - mended) / 1_000_000);
        assertThat(hub.process().handle().pid()).isEqualTo(process);
        await("the agent reports again by itself")
                .atMost(SOON.multipliedBy(2))
                .until(() -> !hub.rows(SEEN.formatted("steady", then)).isEmpty());
        assertThat(hub.spoke("steady").getStatus().access()).isEqualTo(Access.Full);
        assertThat(hub.condition("steady", "Ready").orElseThrow().getStatus()).isEqualTo("True");
        eventually(() -> assertThat(hub.rows(
                        "select spoke_id, status, attempt from operations" + " where org_id = 'acme' order by seq"))
                .containsExactly(
                        List.of("ended", "completed", "1"),
                        List.of("steady", "completed", "1"),
                        List.of("newborn", "completed", "1"),
                        List.of("ended", "completed", "1")));
    }

    private static Map<String, String> oftenReporting(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("wheelwright.heartbeat.interval", "PT5S");
        return all;
    }

    /** A report with the key of the spoke's agent. */
    private static HttpResponse<String> report(Hub hub, String spoke) {
        HttpRequest request = HttpRequest.newBuilder(hub.space().url().resolve("/hub/api/v1/heartbeat"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + hub.key(spoke))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"spoke_id\": \"%s\", \"os_version\": \"1.0.0\", \"status\": \"healthy\", \"uptime_seconds\": 1}"
                                .formatted(spoke)))
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, BodyHandlers.ofString())
                .join();
    }

    private static Resource<Spoke> resource(Hub hub, String spoke) {
        return hub.resource(Spoke.class, spoke);
    }

    /** Names of the checks that are not passed. */
    private static List<String> down(Hub hub) {
        JsonNode checks =
                Json.read(answer(hub, "/q/health/ready").body(), JsonNode.class).path("checks");
        return checks.findParents("status").stream()
                .filter(check -> check.path("status").asText().equals("DOWN"))
                .map(check -> check.path("name").asText())
                .toList();
    }

    private static double silence(Hub hub) {
        return metric(hub, "wheelwright_kubernetes_silence_seconds").findFirst().orElseThrow();
    }

    /** How many heartbeats the hub has answered with that status. */
    private static double reportsAnswered(Hub hub, String status) {
        return metric(hub, "http_server_requests_seconds_count", "/api/v1/heartbeat\"", "status=\"" + status + "\"")
                .sum();
    }

    private static DoubleStream metric(Hub hub, String name, String... labels) {
        return answer(hub, "/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))));
    }

    private static HttpResponse<String> answer(Hub hub, String path) {
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(hub.space().url().resolve(path))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        BodyHandlers.ofString())
                .join();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(250)).untilAsserted(assertion);
    }

    private static LabPlane plane() {
        LabPlane plane = LabPlane.shared();
        plane.node();
        return plane;
    }
}
