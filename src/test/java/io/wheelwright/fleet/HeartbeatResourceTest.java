package io.wheelwright.fleet;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.wheelwright.agent.protocol.HeartbeatRequest;
import io.wheelwright.agent.protocol.ReportedHealth;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.fleet.SpokeReported.Kind;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.support.HubTestResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class HeartbeatResourceTest {

    @Inject
    TestSpokes spokes;

    @Inject
    SpokeRows rows;

    @Inject
    Heartbeats heartbeats;

    @Inject
    HeartbeatJournal journal;

    @Inject
    News news;

    @Inject
    AgroalDataSource database;

    /** What the operator hears. */
    @ApplicationScoped
    static class News {

        private final Map<String, Queue<Kind>> heard = new ConcurrentHashMap<>();

        void hear(@ObservesAsync SpokeReported report) {
            heard.computeIfAbsent(report.spokeUid(), any -> new ConcurrentLinkedQueue<>())
                    .add(report.kind());
        }

        List<Kind> of(TestSpoke spoke) {
            return List.copyOf(heard.getOrDefault(spoke.uid(), new ConcurrentLinkedQueue<>()));
        }
    }

    @Test
    void isDurableWhenItIsAnswered() throws SQLException {
        TestSpoke spoke = spokes.make();
        report(spoke, "healthy")
                .statusCode(200)
                .body("acknowledged", equalTo(true))
                .body("license_valid", equalTo(true))
                .body("access", equalTo("Full"))
                .body("next_heartbeat_seconds", equalTo(3))
                .body("signals.pack_updates_available", equalTo(0))
                .body("signals.registry_sync_recommended", equalTo(false))
                .body("signals.message", nullValue());
        assertThat(stored(spoke)).isEqualTo("{\"user_count\": 3}");
        assertThat(heartbeats.last(spoke.uid())).isPresent();
    }

    @Test
    void whatAnotherHubReceivedIsNewsToo() {
        TestSpoke spoke = spokes.make();

        receivedElsewhere(spoke, ReportedHealth.HEALTHY, Instant.now().minusSeconds(30));
        awaitNews(spoke, Kind.FIRST_HEARTBEAT);

        receivedElsewhere(spoke, ReportedHealth.DEGRADED, Instant.now().minusSeconds(20));
        awaitNews(spoke, Kind.FIRST_HEARTBEAT, Kind.STATUS_CHANGED);
        report(spoke, "degraded");
        report(spoke, "healthy");
        awaitNews(spoke, Kind.FIRST_HEARTBEAT, Kind.STATUS_CHANGED, Kind.STATUS_CHANGED);
    }

    @Test
    void thatASilentSpokeReturnsIsNews() {
        TestSpoke spoke = spokes.make();
        receivedElsewhere(spoke, ReportedHealth.HEALTHY, Instant.now().minus(Duration.ofMinutes(6)));
        heartbeats.load(null);

        report(spoke, "healthy").statusCode(200);

        awaitNews(spoke, Kind.RETURNED);
    }

    private void awaitNews(TestSpoke spoke, Kind... kinds) {
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(news.of(spoke))
                .containsExactly(kinds));
    }

    private void receivedElsewhere(TestSpoke spoke, ReportedHealth health, Instant at) {
        HeartbeatRequest report =
                new HeartbeatRequest(spoke.id(), "1.2.3", health, 1L, Map.of(), List.of(), "0.1.0", null, null);
        journal.append(spoke.uid(), at, report).toCompletableFuture().join();
    }

    @Test
    void slowsDownOnceTheSpokeIsHandedOver() {
        TestSpoke spoke = spokes.make();
        rows.observe(new SpokeObservation(spoke.uid(), "active", "Ready", Access.Full, null, "1.1.0", null));
        Awaitility.await().atMost(SOON).untilAsserted(() -> report(spoke, "healthy")
                .body("next_heartbeat_seconds", equalTo(60))
                .body("signals.os_update_available", equalTo("1.1.0")));
    }

    @Test
    void saysWhenTheLicenseEnds() {
        TestSpoke spoke = spokes.make();
        rows.observe(new SpokeObservation(spoke.uid(), "suspended", "Suspended", Access.None, null, null, null));
        Awaitility.await().atMost(SOON).untilAsserted(() -> report(spoke, "healthy")
                .body("license_valid", equalTo(false))
                .body("access", equalTo("None")));
    }

    @Test
    void knowsTwoKeysDuringARotation() {
        TestSpoke first = spokes.make();
        TestSpoke second = new TestSpoke(first.id(), first.uid(), first.key() + "-2");
        spokes.register(second);
        report(first, "healthy").statusCode(200);
        Awaitility.await().atMost(SOON).untilAsserted(() -> report(second, "healthy")
                .statusCode(200));
        Awaitility.await().atMost(SOON).untilAsserted(() -> report(first, "healthy")
                .statusCode(401));
        report(second, "healthy").statusCode(200);
    }

    @Test
    void anUnknownSpokeIsNotFound() {
        TestSpoke spoke = spokes.make();
        report(new TestSpoke("nobody", spoke.uid(), spoke.key()), "healthy").statusCode(404);
    }

    @Test
    void anotherSpokesReportIsRefusedAsIfItWereNotThere() {
        TestSpoke spoke = spokes.make();
        TestSpoke other = spokes.make();
        report(new TestSpoke(other.id(), other.uid(), spoke.key()), "healthy")
                .statusCode(404)
                .body("type", equalTo("https://wheelwright.io/problems/not-found"));
        assertThat(heartbeats.last(other.uid())).isEmpty();
    }

    @Test
    void aKeyThatNobodyHasIsNotKnown() {
        TestSpoke spoke = spokes.make();
        report(new TestSpoke(spoke.id(), spoke.uid(), "nobody-knows-me"), "healthy")
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Bearer"))
                .body("type", equalTo("https://wheelwright.io/problems/unauthorized"));
        assertThat(heartbeats.last(spoke.uid())).isEmpty();
    }

    @Test
    void theSchemeMayBeWrittenInAnyCase() {
        TestSpoke spoke = spokes.make();
        report(spoke, "bEARER", Map.of("user_count", 3)).statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user\u0000count", "\n", "9lives", "ann@example.com", "two words"})
    void aCounterHasAPlainName(String name) {
        TestSpoke spoke = spokes.make();
        report(spoke, "Bearer", Map.of(name, 3))
                .statusCode(400)
                .body("errors[0].field", equalTo("usage." + name.replaceAll("\\p{Cntrl}", "?")));
        assertThat(heartbeats.last(spoke.uid())).isEmpty();
    }

    @Test
    void aCounterHasANameOfBoundedLength() {
        TestSpoke spoke = spokes.make();
        report(spoke, "Bearer", Map.of("n".repeat(63), 3)).statusCode(200);
        report(spoke, "Bearer", Map.of("n".repeat(64), 3))
                .statusCode(400)
                .body("errors[0].field", equalTo("usage." + "n".repeat(63)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"os_version", "agent_version", "manifest_digest"})
    void textsAreBoundedAndPlain(String field) {
        TestSpoke spoke = spokes.make();
        for (String text : List.of("1\u0000", "1".repeat(129))) {
            Map<String, Object> body = body(spoke, "healthy", Map.of());
            body.put(field, text);
            send(spoke, "Bearer", body).statusCode(400).body("errors[0].field", equalTo(field));
        }
    }

    @Test
    void packsAreNamedInBoundedAndPlainTexts() {
        TestSpoke spoke = spokes.make();
        Map<String, Object> body = body(spoke, "healthy", Map.of());
        body.put("installed_packs", List.of(Map.of("name", "a\u0000", "version", "1".repeat(129))));
        send(spoke, "Bearer", body)
                .statusCode(400)
                .body("errors.field", contains("installed_packs[0].name", "installed_packs[0].version"));
    }

    @Test
    void manyAtOnceAreAllAnswered() {
        List<TestSpoke> many =
                IntStream.range(0, 20).mapToObj(i -> spokes.make()).toList();
        List<CompletableFuture<Void>> reports = many.stream()
                .map(spoke -> CompletableFuture.runAsync(() -> IntStream.range(0, 10)
                        .forEach(i -> report(spoke, "degraded").statusCode(200))))
                .toList();
        reports.forEach(CompletableFuture::join);
        assertThat(many)
                .allSatisfy(spoke -> assertThat(heartbeats.last(spoke.uid())).isPresent());
    }

    private static ValidatableResponse report(TestSpoke spoke, String status) {
        return send(spoke, "Bearer", body(spoke, status, Map.of("user_count", 3)));
    }

    private static ValidatableResponse report(TestSpoke spoke, String scheme, Map<String, Integer> usage) {
        return send(spoke, scheme, body(spoke, "healthy", usage));
    }

    private static ValidatableResponse send(TestSpoke spoke, String scheme, Map<String, Object> body) {
        return given().header("Authorization", scheme + " " + spoke.key())
                .contentType("application/json")
                .body(body)
                .post("/hub/api/v1/heartbeat")
                .then();
    }

    private static Map<String, Object> body(TestSpoke spoke, String status, Map<String, Integer> usage) {
        Map<String, Object> body = new HashMap<>();
        body.put("spoke_id", spoke.id());
        body.put("os_version", "1.0.0");
        body.put("status", status);
        body.put("uptime_seconds", 5);
        body.put("usage", usage);
        return body;
    }

    private String stored(TestSpoke spoke) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT usage FROM heartbeats WHERE spoke_uid = ?")) {
            statement.setString(1, spoke.uid());
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getString(1);
            }
        }
    }
}
