package io.wheelwright.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.wheelwright.Json;
import io.wheelwright.lab.Manifests;
import io.wheelwright.support.Hub;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a hub lets be seen of the way of one spoke: its log, its metrics, Events and status. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservedStory {

    private static final String SPOKE = "watched";
    private static final String ORGANIZATION = "umbrella";
    private static final int SHORTEST_SECRET = 8;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private Hub hub;

    @BeforeAll
    void aSpokeThatIsReady() {
        hub = Hub.start("observed");
        hub.apply(Manifests.product("cosmetics"));
        hub.apply(Manifests.organization(ORGANIZATION));
        hub.apply(Manifests.spoke(SPOKE, ORGANIZATION, "cosmetics"));
        hub.awaitReady(SPOKE);
    }

    @AfterAll
    void end() {
        hub.close();
    }

    @Test
    void linesOfTheLogNameSpokeOrganizationAndOperation() throws IOException {
        String operation = hub.spoke(SPOKE).getStatus().operation().id();
        List<JsonNode> completed = log().filter(
                        line -> line.path("message").asText().endsWith("completed"))
                .toList();
        assertThat(completed).hasSize(5).allSatisfy(line -> {
            assertThat(line.path("level").asText()).isEqualTo("INFO");
            assertThat(line.path("mdc").path("spoke").asText()).isEqualTo(SPOKE);
            assertThat(line.path("mdc").path("organization").asText()).isEqualTo(ORGANIZATION);
            assertThat(line.path("mdc").path("operation").asText()).isEqualTo(operation);
            assertThat(line.path("mdc")).as("nothing else, in %s", line).hasSize(3);
        });
    }

    @Test
    void linesOfTheLogNameTheRequest() throws IOException, InterruptedException {
        HttpResponse<String> refused = post("request-of-the-story", "{}");
        assertThat(refused.headers().firstValue("X-Request-Id")).contains("request-of-the-story");
        assertThat(log().filter(line ->
                        line.path("mdc").path("request").asText().equals("request-of-the-story")))
                .isNotEmpty()
                .allSatisfy(line ->
                        assertThat(line.path("mdc").has("spoke")).as("%s", line).isFalse());

        HttpResponse<String> hostile = post("{\"level\":\"ERROR\"}", "{}");
        assertThat(hostile.headers().firstValue("X-Request-Id").orElseThrow()).matches("[-A-Za-z0-9._]{1,64}");
        assertThat(Files.readString(hub.process().log())).doesNotContain("{\\\"level\\\":\\\"ERROR\\\"}");
    }

    @Test
    void noSecretIsInTheLogInEventsOrInTheStatus() throws IOException {
        List<String> secrets = Stream.concat(Stream.of(hub.space().adminToken()), secretsOfTheSpoke())
                .toList();
        assertThat(secrets).as("keys, license, password and token").hasSizeGreaterThan(3);
        String said = Files.readString(hub.process().log())
                + Serialization.asJson(hub.spoke(SPOKE))
                + events(hub.space().fleetNamespace())
                + events(hub.namespaceOf(SPOKE))
                + hub.rows("select * from provisioning_events")
                + hub.rows("select * from audit")
                + hub.rows("select * from operations");
        assertThat(secrets).allSatisfy(secret -> assertThat(said.contains(secret))
                .as("a secret of %d characters is not told", secret.length())
                .isFalse());
    }

    @Test
    void metricsTellWhatHappenedAndNotToWhom() throws IOException, InterruptedException {
        String scraped = scrape();
        assertThat(scraped)
                .contains("wheelwright_spokes{status=\"active\"} 1.0")
                .contains("wheelwright_operations_completed_total{type=\"deploy\"} 1.0")
                .contains("wheelwright_spokes_stalled 0.0")
                .contains("wheelwright_outbox_pending 0.0")
                .contains("wheelwright_provisions_total{status=\"completed\"} 1.0")
                .contains("wheelwright_provisions_total{status=\"failed\"} 0.0")
                .containsPattern("wheelwright_helm_call_duration_seconds_count\\{[^}]*outcome=\"success\"[^}]*} [1-9]")
                .containsPattern("wheelwright_licenses_issued_total\\{action=\"generated\"} [1-9]")
                .containsPattern("wheelwright_heartbeats_accepted_total [1-9]")
                .as("a query that the schema does not know is not a number, for ever")
                .doesNotContainPattern("(?m)^wheelwright_\\S+ NaN");
        assertThat(List.of("Claim", "Provision", "Boot", "Install", "Handoff")).allSatisfy(phase -> assertThat(scraped)
                .contains("wheelwright_phase_duration_seconds_count{phase=\"" + phase + "\"} 1"));
        assertThat(scraped.lines().filter(line -> !line.startsWith("#")))
                .noneMatch(line -> line.contains(SPOKE) || line.contains(ORGANIZATION));
    }

    @Test
    void metricsCountCustomersAndHowTheyStand() {
        hub.apply(Manifests.organization("passing"));
        awaitMetric("wheelwright_active_organizations", 2);
        await().atMost(SOON)
                .until(() -> hub.rows("select stage from lifecycle_stages join organizations on uid = org_uid"
                                + " where org_id = 'passing'")
                        .equals(List.of(List.of("active"))));

        hub.rest().put("/organizations/passing/billing-state", "{\"state\": \"suspended\"}", 200);

        awaitMetric("wheelwright_active_organizations", 1);
        awaitMetric("wheelwright_lifecycle_transitions_total{from=\"active\",to=\"suspended\"}", 1);
        assertThat(metric("wheelwright_lifecycle_transitions_total{from=\"suspended\",to=\"active\"}"))
                .isZero();
    }

    @Test
    void metricsTellOfLicensesThatEndAndOfMailsThatWait() {
        assertThat(metric("wheelwright_licenses_expiring")).isZero();
        assertThat(metric("wheelwright_licenses_expired")).isZero();
        String end = "update licenses set expires_at = %s where spoke_id = '" + SPOKE + "' returning jti";

        hub.rows(end.formatted("now() + interval '6 days'"));
        awaitMetric("wheelwright_licenses_expiring", 1);
        assertThat(metric("wheelwright_licenses_expired")).isZero();
        hub.rows(end.formatted("now() - interval '1 second'"));
        awaitMetric("wheelwright_licenses_expired", 1);
        assertThat(metric("wheelwright_licenses_expiring")).isZero();
        hub.rows(end.formatted("issued_at + interval '30 days'"));
        awaitMetric("wheelwright_licenses_expired", 0);

        String anHourAgo =
                "update mails set created_at = now() - interval '1 hour' where sent_at is null returning kind";
        await().atMost(SOON).until(() -> !hub.rows(anHourAgo).isEmpty());
        await().atMost(SOON).untilAsserted(() -> assertThat(metric("wheelwright_mails_oldest_age_seconds"))
                .as("the mail of the instance, which no mail server takes")
                .isBetween(3_600.0, 4_000.0));
    }

    private void awaitMetric(String sample, double value) {
        await().atMost(SOON).untilAsserted(() -> assertThat(metric(sample)).isEqualTo(value));
    }

    private double metric(String sample) {
        return scrape().lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private String scrape() {
        return http.sendAsync(
                        HttpRequest.newBuilder(hub.space().url().resolve("/q/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .join()
                .body();
    }

    @Test
    void theDeploymentShowsReleaseAndPods() throws IOException, InterruptedException {
        JsonNode deployment = Json.read(
                http.send(
                                HttpRequest.newBuilder(hub.space()
                                                .url()
                                                .resolve("/hub/api/v1/spokes/" + SPOKE + "/deployment"))
                                        .header(
                                                "Authorization",
                                                "Bearer " + hub.space().adminToken())
                                        .build(),
                                BodyHandlers.ofString())
                        .body(),
                JsonNode.class);
        assertThat(deployment.path("status").asText()).isEqualTo("active");
        assertThat(deployment.path("error").isNull()).isTrue();
        assertThat(deployment.path("helm").path("status").asText()).isEqualTo("deployed");
        assertThat(deployment.path("helm").path("revision").asInt()).isEqualTo(1);
        assertThat(deployment.path("pods")).hasSize(3).allSatisfy(pod -> {
            assertThat(pod.path("status").asText()).isEqualTo("Running");
            assertThat(pod.path("ready").asBoolean()).isTrue();
        });
    }

    private Stream<JsonNode> log() throws IOException {
        return Files.readAllLines(hub.process().log()).stream()
                .filter(line -> line.startsWith("{"))
                .map(line -> Json.read(line, JsonNode.class));
    }

    private Stream<String> secretsOfTheSpoke() {
        return hub.cluster().secrets().inNamespace(hub.namespaceOf(SPOKE)).list().getItems().stream()
                .filter(secret -> secret.getMetadata().getName().startsWith("wheelwright-"))
                .flatMap(ObservedStory::values);
    }

    private static Stream<String> values(Secret secret) {
        return Stream.of("api-key", "license.jwt", "password", "application-key")
                .filter(secret.getData()::containsKey)
                .map(entry ->
                        new String(Base64.getDecoder().decode(secret.getData().get(entry)), StandardCharsets.UTF_8))
                .filter(value -> value.length() >= SHORTEST_SECRET);
    }

    private String events(String namespace) {
        return Serialization.asJson(
                hub.cluster().events().v1().events().inNamespace(namespace).list());
    }

    private HttpResponse<String> post(String requestId, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(hub.space().url().resolve("/hub/api/v1/organizations"))
                        .header("Authorization", "Bearer " + hub.space().adminToken())
                        .header("Content-Type", "application/json")
                        .header("X-Request-Id", requestId)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
