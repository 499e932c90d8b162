package io.wheelwright.fleet;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.agent.protocol.HeartbeatRequest;
import io.wheelwright.agent.protocol.ReportedHealth;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class FleetResourceTest {

    private static final String SPOKES = "/hub/api/v1/fleet/spokes";
    private static final String STALE = "/hub/api/v1/fleet/stale";

    @Inject
    TestSpokes spokes;

    @Inject
    SpokeRows rows;

    @Inject
    Roster roster;

    @Inject
    HeartbeatJournal journal;

    @Inject
    Heartbeats heartbeats;

    @Inject
    AgroalDataSource database;

    HubSpace space;

    private final String organization = "org-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void showsASpoke() {
        TestSpoke spoke = spokes.make(organization);
        admin().get(SPOKES + "/" + spoke.id())
                .then()
                .statusCode(200)
                .body("spoke_id", equalTo(spoke.id()))
                .body("org_id", equalTo(organization))
                .body("status", equalTo("provisioning"))
                .body("url", equalTo("https://" + spoke.id() + ".example.com"))
                .body("visible", equalTo(false))
                .body("health", nullValue())
                .body("last_heartbeat_at", nullValue());
    }

    @Test
    void findsNoSpokeThatIsNotThere() {
        admin().get(SPOKES + "/nobody").then().statusCode(404);
        TestSpoke gone = spokes.make(organization);
        spokes.register(new TestSpoke(gone.id(), UUID.randomUUID().toString(), gone.key() + "-2"), organization);
        admin().get(SPOKES + "/" + gone.id()).then().statusCode(200);
        admin().queryParam("org_id", organization).get(SPOKES).then().body("total", equalTo(1));
    }

    @Test
    void filtersByOrganizationAndStatus() {
        TestSpoke active = spokes.make(organization);
        TestSpoke provisioning = spokes.make(organization);
        rows.observe(new SpokeObservation(active.uid(), "active", "Ready", Access.Full, null, null, null));

        assertThat(list(Map.of("org_id", organization))).containsExactly(active.id(), provisioning.id());
        assertThat(list(Map.of("org_id", organization, "status", "active"))).containsExactly(active.id());
        assertThat(list(Map.of("org_id", organization, "status", "suspended"))).isEmpty();
        assertThat(list(Map.of("org_id", "nobody"))).isEmpty();
    }

    @Test
    void filtersByWhatIsKnownOfASpoke() {
        TestSpoke healthy = spokes.make(organization);
        TestSpoke degraded = spokes.make(organization);
        report(healthy);
        report(degraded);
        rows.observe(new SpokeObservation(degraded.uid(), "active", "Ready", Access.Full, null, null, "Degraded"));
        TestSpoke mute = spokes.make(organization);

        assertThat(ofOrganization("health", "Healthy")).containsExactly(healthy.id());
        assertThat(ofOrganization("health", "Degraded")).containsExactly(degraded.id());
        assertThat(ofOrganization("version", "1.2.3")).containsExactly(healthy.id(), degraded.id());
        assertThat(ofOrganization("plan", "starter")).hasSize(3);
        assertThat(ofOrganization("plan", "enterprise")).isEmpty();
        assertThat(ofOrganization("region", "default")).hasSize(3);
        assertThat(ofOrganization("region", "moon")).isEmpty();
        assertThat(ofOrganization("product", "cosmetics")).hasSize(3);
        assertThat(ofOrganization("product", "iot")).isEmpty();
        assertThat(list(Map.of("q", mute.id().substring(2).toUpperCase(Locale.ROOT))))
                .containsExactly(mute.id());
        assertThat(list(Map.of("q", organization, "health", "Healthy"))).containsExactly(healthy.id());
        assertThat(ofOrganization("q", "100%")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"created_at", "spoke_id", "status", "health", "last_heartbeat_at", "plan"})
    void everyOrderIsReadInPartsForthAndBack(String key) {
        List<TestSpoke> made =
                Stream.generate(() -> spokes.make(organization)).limit(5).toList();
        report(made.get(3));
        report(made.get(1));
        rows.observe(new SpokeObservation(made.get(2).uid(), "active", "Ready", Access.Full, null, null, null));

        List<String> forth = parts(key);
        List<String> back = parts("-" + key);

        assertThat(forth)
                .containsExactlyInAnyOrderElementsOf(
                        made.stream().map(TestSpoke::id).toList());
        assertThat(back).containsExactlyElementsOf(reversed(forth));
        if (key.equals("spoke_id")) {
            assertThat(forth).isSorted();
        }
        if (key.equals("last_heartbeat_at")) {
            assertThat(back).startsWith(made.get(1).id(), made.get(3).id());
        }
    }

    private List<String> parts(String sort) {
        List<String> read = new ArrayList<>();
        String cursor = "0";
        while (cursor != null) {
            var part = admin().queryParam("org_id", organization)
                    .queryParam("sort", sort)
                    .queryParam("limit", 2)
                    .queryParam("cursor", cursor)
                    .get(SPOKES)
                    .then()
                    .statusCode(200)
                    .body("total", equalTo(5))
                    .extract();
            read.addAll(part.path("items.spoke_id"));
            cursor = part.path("next_cursor");
        }
        return read;
    }

    private static List<String> reversed(List<String> list) {
        List<String> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }

    private List<String> ofOrganization(String filter, String value) {
        return list(Map.of("org_id", organization, filter, value));
    }

    @Test
    void isReadInPartsByCursors() {
        List<String> made =
                Stream.generate(() -> spokes.make(organization).id()).limit(5).toList();
        List<String> read = new ArrayList<>();
        String cursor = null;
        do {
            RequestSpecification request =
                    admin().queryParam("org_id", organization).queryParam("limit", 2);
            var part = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get(SPOKES)
                    .then()
                    .statusCode(200)
                    .body("total", equalTo(5))
                    .extract();
            read.addAll(part.path("items.spoke_id"));
            cursor = part.path("next_cursor");
        } while (cursor != null);
        assertThat(read).containsExactlyElementsOf(made);
    }

    @Test
    void aSpokeThatIsSilentForLongerThanAskedForIsStale() throws SQLException {
        TestSpoke silent = silent();
        TestSpoke reporting = active();
        TestSpoke withoutAgent = active();
        makeOlder(withoutAgent, 10);
        report(reporting);

        admin().get(STALE)
                .then()
                .statusCode(200)
                .body("items.spoke_id", hasItem(silent.id()))
                .body("items.spoke_id", not(hasItem(withoutAgent.id())))
                .body("items.spoke_id", not(hasItem(reporting.id())));
        admin().queryParam("minutes", 15)
                .get(STALE)
                .then()
                .statusCode(200)
                .body("items.spoke_id", not(hasItem(silent.id())));
    }

    @Test
    void nobodyIsStaleWhileTheHubHasOnlyJustComeBack() {
        TestSpoke silent = silent();

        heartbeats.listensSince(Instant.now());

        admin().get(STALE).then().statusCode(200).body("total", equalTo(0));
        heartbeats.listensSince(Instant.now().minus(Duration.ofMinutes(3)));
        admin().get(STALE).then().body("items.spoke_id", hasItem(silent.id()));
    }

    @Test
    void staleSpokesAreReadInPartsByCursors() {
        List<String> silent = Stream.generate(() -> silent().id()).limit(3).toList();
        List<String> read = new ArrayList<>();
        String cursor = "0";
        while (cursor != null) {
            var part = admin().queryParam("limit", 2)
                    .queryParam("cursor", cursor)
                    .get(STALE)
                    .then()
                    .statusCode(200)
                    .body("items.size()", lessThanOrEqualTo(2))
                    .body("total", greaterThanOrEqualTo(3))
                    .extract();
            read.addAll(part.path("items.spoke_id"));
            cursor = part.path("next_cursor");
        }
        assertThat(read).doesNotHaveDuplicates().containsSubsequence(silent);
    }

    @Test
    void showsWhatTheAgentReported() {
        TestSpoke spoke = spokes.make(organization);
        report(spoke);
        admin().get(SPOKES + "/" + spoke.id())
                .then()
                .body("os_version", equalTo("1.2.3"))
                .body("health", equalTo("Healthy"))
                .body("last_heartbeat_at", not(nullValue()));
    }

    private TestSpoke active() {
        TestSpoke spoke = spokes.make(organization);
        rows.observe(new SpokeObservation(spoke.uid(), "active", "Ready", Access.Full, null, null, null));
        await().atMost(SOON).until(() -> roster.byUid(spoke.uid())
                .filter(known -> known.status().equals("active"))
                .isPresent());
        return spoke;
    }

    /** A spoke whose agent reported ten minutes ago. */
    private TestSpoke silent() {
        TestSpoke spoke = active();
        HeartbeatRequest report = new HeartbeatRequest(
                spoke.id(), "1.0.0", ReportedHealth.HEALTHY, 1L, Map.of(), List.of(), "0.1.0", null, null);
        journal.append(spoke.uid(), Instant.now().minus(Duration.ofMinutes(10)), report)
                .toCompletableFuture()
                .join();
        heartbeats.load(null);
        heartbeats.listensSince(Instant.now().minus(Duration.ofHours(1)));
        return spoke;
    }

    private List<String> list(Map<String, String> filter) {
        return admin().queryParams(filter)
                .get(SPOKES)
                .then()
                .statusCode(200)
                .extract()
                .path("items.spoke_id");
    }

    private static void report(TestSpoke spoke) {
        given().header("Authorization", "Bearer " + spoke.key())
                .contentType("application/json")
                .body(Map.of("spoke_id", spoke.id(), "os_version", "1.2.3", "status", "healthy", "uptime_seconds", 1))
                .post("/hub/api/v1/heartbeat")
                .then()
                .statusCode(200);
    }

    private void makeOlder(TestSpoke spoke, int minutes) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "UPDATE spokes SET created_at = created_at - ? * interval '1 minute' WHERE uid = ?")) {
            statement.setInt(1, minutes);
            statement.setString(2, spoke.uid());
            statement.executeUpdate();
        }
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken());
    }
}
