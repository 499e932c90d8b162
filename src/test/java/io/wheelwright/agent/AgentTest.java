package io.wheelwright.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wheelwright.sample.SampleApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTest {
    private static final LicenseSmith SMITH = new LicenseSmith("key-1");
    private static final String MANIFEST = "GET /spokes/" + LicenseSmith.SPOKE + "/manifest";
    private static final String LICENSE = "GET /spokes/" + LicenseSmith.SPOKE + "/license";

    private static final String RECEIPT = "{\"batch_id\": \"b\", \"repeated\": false, \"ignored\": []}";

    private final MovableClock clock = new MovableClock(LicenseSmith.NOW);
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path root;

    private RecordingHub hub;
    private SpokeFolder spoke;
    private Agent agent;

    @BeforeEach
    void spoke() throws IOException {
        hub = new RecordingHub();
        spoke = SpokeFolder.below(root, hub.url());
        spoke.license(SMITH.license());
    }

    @AfterEach
    void stop() {
        if (agent != null) {
            agent.close();
        }
        hub.close();
    }

    @Test
    void reportsAtOnceAndRegistersItself() throws IOException {
        start();

        await().until(() -> !hub.calls("POST /directory").isEmpty());
        RecordingHub.Call first = hub.heartbeats().get(0);
        assertThat(first.authorization()).isEqualTo("Bearer " + RecordingHub.KEY);
        assertThat(first.body()).isEqualTo(json("""
                        {"spoke_id": "acme-cosmetics", "os_version": "1.2.3", "status": "healthy",
                         "uptime_seconds": 0, "usage": {}, "installed_packs": [], "agent_version": "0.1.0"}
                        """));
        ObjectNode entry = (ObjectNode) hub.calls("POST /directory").get(0).body();
        assertThat(entry.remove("proof").path("signature").asText()).hasSize(86);
        assertThat(entry).isEqualTo(json("""
                        {"did": "did:web:acme.example.com", "spoke_id": "acme-cosmetics",
                         "endpoint": "https://acme.example.com", "capabilities": []}
                        """));
    }

    @Test
    void registersUntilTheDirectoryAccepts() throws IOException {
        hub.reply("POST /directory", 503, "{}");
        start();
        await().until(() -> hub.calls("POST /directory").size() >= 2);

        hub.reply("POST /directory", 201, "{}");
        await().until(() -> metric("wheelwright_agent_registered 1"));
        int registrations = hub.calls("POST /directory").size();
        int heartbeats = hub.heartbeats().size();

        await().until(() -> hub.heartbeats().size() >= heartbeats + 2);
        assertThat(hub.calls("POST /directory")).hasSize(registrations);
    }

    @Test
    void registersAgainEveryDay() throws IOException {
        hub.reply("POST /heartbeat", 200, RecordingHub.heartbeat("Full", false, 6));
        start();
        await().until(() -> metric("wheelwright_agent_registered 1"));

        clock.advance(Duration.ofHours(25));

        await().until(() -> hub.calls("POST /directory").size() == 2);
    }

    @Test
    void registersAgainWhenTheHubProvisionsTheSpokeOnceMore() throws IOException {
        start();
        await().until(() -> metric("wheelwright_agent_registered 1"));

        clock.advance(Duration.ofSeconds(61));

        await().until(() -> hub.calls("POST /directory").size() == 2);
        int heartbeats = hub.heartbeats().size();
        await().until(() -> hub.heartbeats().size() >= heartbeats + 2);
        assertThat(hub.calls("POST /directory")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void isNotWellOnceItHasMissedSeveralOfTheHeartbeatsThatTheHubAsksFor(int status) throws IOException {
        hub.reply("POST /heartbeat", status, "{}", Map.of("Retry-After", "3600"));
        start();
        await().until(() -> metric("wheelwright_agent_heartbeats_total{result=\"failed\"} 1"));
        clock.advance(Duration.ofHours(1));
        assertThat(get("/healthz").statusCode()).isEqualTo(200);

        clock.advance(Duration.ofHours(3));

        assertThat(get("/healthz").statusCode()).isEqualTo(503);
    }

    @Test
    void pullsTheManifestWhenToldAndReportsItsDigestAtOnce() throws IOException {
        hub.reply(MANIFEST, 200, manifest("sha256:one"));
        start();
        await().until(() -> lastDigest().equals("sha256:one"));

        hub.reply(MANIFEST, 200, manifest("sha256:two"));
        hub.reply("POST /heartbeat", 200, RecordingHub.heartbeat("Full", true));

        await().until(() -> lastDigest().equals("sha256:two"));
    }

    @Test
    void tellsAtOnceWhatItCouldNotInstallAndThatItLacksIt() throws IOException {
        hub.reply(
                "POST /heartbeat",
                200,
                RecordingHub.heartbeat("Full", false).replace("_seconds\": 1", "_seconds\": 600"));
        hub.reply(MANIFEST, 200, """
                {"spoke_id": "acme-cosmetics", "digest": "sha256:one", "unresolved": [], "packs": [
                 {"name": "reports", "version": "1.0.0", "type": "logic", "required": true, "url": "%s/none",
                  "sha256": "00", "size": 1}]}
                """.formatted(hub.url()));
        start();

        await().until(() -> lastDigest().equals("sha256:one"));
        assertThat(lastHeartbeat().path("status").asText()).isEqualTo("degraded");
        assertThat(lastHeartbeat().path("pack_problems")).isEqualTo(json("""
                [{"name": "reports", "version": "1.0.0", "message": "its URL answers 404"}]
                """));
    }

    @Test
    void outlivesAHubThatIsAwayOrBusy() throws IOException {
        hub.reply("POST /heartbeat", 503, "<html>", Map.of("Retry-After", "1"));
        start();
        await().until(() -> !hub.heartbeats().isEmpty());

        hub.reply("POST /heartbeat", 200, "<html>");
        await().until(() -> metric("wheelwright_agent_heartbeats_total{result=\"failed\"} 2"));
        hub.reply("POST /heartbeat", 200, RecordingHub.heartbeat("Full", false));

        await().until(() -> metric("wheelwright_agent_hub_connected 1"));
    }

    @Test
    void readsItsKeyAgainWhenTheHubRefusesIt() throws IOException {
        spoke.apiKey("a key that was withdrawn");
        start();
        await().until(() -> hub.heartbeats().size() == 1);

        spoke.apiKey(RecordingHub.KEY);

        await().until(() -> metric("wheelwright_agent_hub_connected 1"));
    }

    @Test
    void servesItsDidDocument() throws IOException {
        start();

        HttpResponse<String> answer = get("/.well-known/did.json");

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/did+ld+json");
        assertThat(json(answer.body()).path("id").asText()).isEqualTo("did:web:acme.example.com");
        assertThat(get("/.well-known/did.jsonx").statusCode()).isEqualTo(404);
    }

    @Test
    void keepsItsIdentityOverARestart() throws IOException {
        start();
        String before = get("/.well-known/did.json").body();
        agent.close();

        start();

        assertThat(get("/.well-known/did.json").body()).isEqualTo(before);
    }

    @Test
    void refusesToStartOverADamagedIdentity() throws IOException {
        Files.createDirectories(spoke.identity().getParent());
        Files.writeString(spoke.identity(), "damaged");

        assertThatIOException().isThrownBy(this::start).withMessageContaining("restore the file");

        assertThat(spoke.identity()).hasContent("damaged");
        assertThat(hub.heartbeats()).isEmpty();
    }

    @Test
    void namesWhatItsEnvironmentLacks() {
        spoke.env().remove("WHEELWRIGHT_SPOKE_ID");

        assertThatIllegalArgumentException().isThrownBy(this::start).withMessageContaining("WHEELWRIGHT_SPOKE_ID");
    }

    @Test
    void tellsTheAccessByEndpointAndByFile() throws IOException {
        start();

        JsonNode access = json(get("/access").body());

        assertThat(access.path("access").asText()).isEqualTo("full");
        assertThat(access.path("licensed").asBoolean()).isTrue();
        assertThat(access.path("plan").asText()).isEqualTo("starter");
        assertThat(json(Files.readString(spoke.accessFile()))).isEqualTo(access);
    }

    @Test
    void saysWhetherThereMayBeMore() throws IOException {
        spoke.license(SMITH.license(
                claims -> claims.putObject("limits").put("max_devices", 10).put("max_users", "unlimited")));
        start();

        assertThat(get("/limits/max_devices?current=9").statusCode()).isEqualTo(200);
        assertThat(get("/limits/max_devices?current=5&wanted=5").statusCode()).isEqualTo(200);
        assertThat(get("/limits/max_users?current=999999999999999").statusCode())
                .isEqualTo(200);
        HttpResponse<String> full = get("/limits/max_devices?current=10");
        assertThat(full.statusCode()).isEqualTo(403);
        assertThat(full.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(full.body())).isEqualTo(json("""
                        {"type": "https://wheelwright.io/problems/limit-reached", "title": "Limit reached", "status": 403,
                         "detail": "The plan starter allows no more: remove some, or change to a larger plan.",
                         "limit": "max_devices", "current": 10, "wanted": 1, "maximum": 10, "plan": "starter"}
                        """));
        assertThat(get("/limits/max_devices?current=8&wanted=3").statusCode()).isEqualTo(403);
        assertThat(get("/limits/other?current=0").statusCode()).isEqualTo(404);
        for (String query :
                List.of("", "?current=", "?current=-1", "?current=1.5", "?current=9999999999999999", "?x=1")) {
            assertThat(get("/limits/max_devices" + query).statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @Test
    void nothingIsAddedWhileTheLicenseIsForReadingOnly() throws IOException {
        spoke.license(SMITH.license(claims -> {
            claims.put("access", "read_only");
            claims.putObject("limits").put("max_devices", 10);
        }));
        start();

        HttpResponse<String> answer = get("/limits/max_devices?current=1");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(json(answer.body()).path("detail").asText()).contains("read_only access");
    }

    @Test
    void withoutAGoodLicenseItFallsBackToWhatTheProductGrantsThen() throws IOException {
        spoke.unlicensed("{\"limits\": {\"max_devices\": 2}, \"features\": {\"remote_access\": true}}");
        start();
        assertThat(json(get("/access").body()).path("access").asText()).isEqualTo("full");

        clock.advance(Duration.ofDays(31));

        JsonNode access = json(get("/access").body());
        assertThat(access.path("access").asText()).isEqualTo("unlicensed");
        assertThat(access.path("reason").asText()).isEqualTo("license_expired");
        assertThat(access.path("limits")).isEqualTo(json("{\"max_devices\": 2}"));
        assertThat(access.path("features")).isEqualTo(json("{\"remote_access\": true}"));
        assertThat(get("/limits/max_devices?current=1").statusCode()).isEqualTo(200);
        JsonNode refused = json(get("/limits/max_devices?current=2").body());
        assertThat(refused.path("maximum").asInt()).isEqualTo(2);
        assertThat(refused.path("detail").asText()).contains("no good license").contains("renewed as soon as");
        assertThat(json(get("/limits/max_dashboards?current=0").body())
                        .path("maximum")
                        .asInt(-1))
                .as("what the product does not name")
                .isZero();
    }

    /** Who pays is stopped by no hub that is away for ten days, whenever it went, nor by a restart meanwhile. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"just before the lease is renewed, 20, 29", "just before the paid period ends, 0, 14"})
    void goesOnForTenDaysWithoutAHub(String lost, int paid, int lease) throws IOException {
        spoke.license(SMITH.license(claims -> claims.put("period_end", day(paid))
                .put("exp", day(lease))
                .putObject("limits")
                .put("max_devices", 10)));
        start();
        await().until(() -> metric("wheelwright_agent_hub_connected 1"));
        hub.close();

        for (int day = 1; day <= 10; day++) {
            clock.advance(Duration.ofDays(1));
            if (day == 5) {
                agent.close();
                start();
            }
            JsonNode access = json(get("/access").body());
            assertThat(access.path("access").asText()).as("day %d", day).isEqualTo("full");
            assertThat(access.path("licensed").asBoolean()).isTrue();
            assertThat(get("/limits/max_devices?current=9").statusCode()).isEqualTo(200);
        }
        assertThat(json(Files.readString(spoke.accessFile())).path("access").asText())
                .isEqualTo("full");

        clock.advance(Duration.ofDays(lease - 10).plus(Duration.ofMinutes(6)));
        assertThat(json(get("/access").body()).path("reason").asText()).isEqualTo("license_expired");
    }

    @Test
    void fetchesALicenseWhenTheHubSpeaksOfAnotherAccess() throws IOException {
        hub.reply(LICENSE, 200, bundle(SMITH.license(claims -> claims.put("rev", 8)
                .put("access", "read_only"))));
        start();
        await().until(() -> hub.heartbeats().size() >= 2);
        assertThat(hub.calls(LICENSE))
                .as("the mounted license and the hub agree")
                .isEmpty();

        hub.reply("POST /heartbeat", 200, RecordingHub.heartbeat("ReadOnly", false));

        await().until(() -> json(get("/access").body()).path("access").asText().equals("read_only"));
        await().until(() ->
                json(Files.readString(spoke.accessFile())).path("revision").asInt() == 8);
    }

    @Test
    void asksForItsLicenseOnceADayThoughItSaysTheSame() throws IOException {
        start();
        await().until(() -> hub.heartbeats().size() >= 2);
        assertThat(hub.calls(LICENSE)).as("the mounted one is of today").isEmpty();

        for (int day = 1; day <= 2; day++) {
            int calls = day;
            String until = LicenseSmith.NOW.plus(Duration.ofDays(30 + day)).toString();
            hub.reply(LICENSE, 200, bundle(SMITH.license(claims -> claims.put("exp", day(30 + calls)))));
            clock.advance(Duration.ofDays(1));

            await().until(() ->
                    json(get("/access").body()).path("expires_at").asText().equals(until));
            int heartbeats = hub.heartbeats().size();
            await().until(() -> hub.heartbeats().size() >= heartbeats + 2);
            assertThat(hub.calls(LICENSE)).hasSize(calls);
        }
    }

    @Test
    void fetchesALicenseThatSaysSomethingElseThanAccess() throws IOException {
        hub.reply(LICENSE, 200, bundle(SMITH.license(claims -> claims.put("rev", 8))));
        start();
        await().until(() -> json(get("/access").body()).path("revision").asInt() == 7);

        hub.reply(
                "POST /heartbeat",
                200,
                RecordingHub.heartbeat("Full", false)
                        .replace("{\"acknowledged\"", "{\"license_revision\": 8, \"acknowledged\""));

        await().until(() -> json(get("/access").body()).path("revision").asInt() == 8);
    }

    @Test
    void reportsTheCountersOfItsApplicationAndThatItIsDown() throws IOException {
        SampleApplication application = application();
        start();
        await().until(() -> !hub.heartbeats().isEmpty());
        JsonNode first = hub.heartbeats().get(0).body();
        assertThat(first.path("status").asText()).isEqualTo("healthy");
        assertThat(first.path("usage").path("product_count").asInt(-1)).isZero();

        application.close();

        await().until(() -> lastHeartbeat().path("status").asText().equals("degraded"));
    }

    @Test
    void reportsItsUsageOnceAnHourAlsoWhatTheHubMissed() throws IOException {
        try (SampleApplication application = application()) {
            hub.reply("POST /usage", 503, "{}", Map.of("Retry-After", "0"));
            start();
            await().until(() -> hub.heartbeats().size() >= 2);
            assertThat(hub.calls("POST /usage")).as("the hour is not over").isEmpty();

            clock.advance(Duration.ofMinutes(70));
            await().until(() -> !hub.calls("POST /usage").isEmpty());
            agent.close();
            JsonNode refused = lastUsage();
            int refusals = hub.calls("POST /usage").size();
            hub.reply("POST /usage", 200, RECEIPT);
            start();
            await().until(() -> hub.calls("POST /usage").size() > refusals);

            JsonNode report = lastUsage();
            assertThat(report).isEqualTo(refused);
            assertThat(report.path("spoke_id").asText()).isEqualTo(LicenseSmith.SPOKE);
            assertThat(report.path("gauges").path("user_count").path("max").asInt())
                    .isEqualTo(1);
            assertThat(report.path("counters")).isEmpty();
        }
    }

    @Test
    void leavesAReportBehindThatTheHubWillNeverTake() throws IOException {
        try (SampleApplication application = application()) {
            hub.reply("POST /usage", 400, "{\"detail\": \"period_end lies too far back\"}");
            start();
            await().until(() -> !hub.heartbeats().isEmpty());
            clock.advance(Duration.ofMinutes(70));
            await().until(() -> !hub.calls("POST /usage").isEmpty());
            String first = lastUsage().path("batch_id").asText();

            clock.advance(Duration.ofHours(1));

            await().until(() -> !lastUsage().path("batch_id").asText().equals(first));
            assertThat(hub.calls("POST /usage")).hasSize(2);
        }
    }

    private static long day(int number) {
        return LicenseSmith.NOW.plus(Duration.ofDays(number)).getEpochSecond();
    }

    private SampleApplication application() throws IOException {
        SampleApplication application = SampleApplication.start(Map.of("WHEELWRIGHT_LISTEN", "127.0.0.1:0"), root);
        spoke.env()
                .put(
                        "WHEELWRIGHT_APPLICATION_URL",
                        "http://127.0.0.1:" + application.address().getPort());
        return application;
    }

    private JsonNode lastUsage() {
        List<RecordingHub.Call> calls = hub.calls("POST /usage");
        return calls.get(calls.size() - 1).body();
    }

    private void start() throws IOException {
        agent = Agent.start(spoke.env(), spoke.root(), clock);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }

    private JsonNode lastHeartbeat() {
        return hub.heartbeats().get(hub.heartbeats().size() - 1).body();
    }

    private String lastDigest() {
        return hub.heartbeats().isEmpty()
                ? ""
                : lastHeartbeat().path("manifest_digest").asText();
    }

    private boolean metric(String line) throws IOException {
        return get("/metrics").body().lines().anyMatch(line::equals);
    }

    private HttpResponse<String> get(String path) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + agent.address().getPort() + path);
        try {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String manifest(String digest) {
        return "{\"spoke_id\": \"acme-cosmetics\", \"digest\": \"%s\", \"packs\": [], \"unresolved\": []}"
                .formatted(digest);
    }

    private static String bundle(Object license) throws IOException {
        return Json.MAPPER.writeValueAsString(license);
    }

    private static JsonNode json(String text) throws IOException {
        return Json.MAPPER.readTree(text);
    }
}
