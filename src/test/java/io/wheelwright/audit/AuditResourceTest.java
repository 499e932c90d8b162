package io.wheelwright.audit;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.Json;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Together;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class AuditResourceTest {

    private static final String AUDIT = "/hub/api/v1/audit";

    @Inject
    Audit audit;

    @Inject
    Seals seals;

    @Inject
    AgroalDataSource database;

    HubSpace space;

    private final String object = "object-" + UUID.randomUUID();
    private final String actor = "actor-" + UUID.randomUUID();

    @BeforeEach
    void someChanges() {
        QuarkusTransaction.requiringNew().run(() -> {
            audit.record(actor, "create", "Widget", object, null, Map.of("size", 1));
            audit.record(actor, "update", "Widget", object, Map.of("size", 1), Map.of("size", 2));
            audit.record("somebody", "update", "Widget", object, Map.of("size", 2), Map.of("size", 3));
            audit.record(actor, "update", "Gadget", "other", null, null);
        });
    }

    @Test
    void showsWhatHappenedToAnObject() {
        assertThat(actions(Map.of("object", object))).containsExactly("create", "update", "update");
        assertThat(actions(Map.of("object", object, "kind", "Gadget"))).isEmpty();
    }

    @Test
    void showsWhatSomebodyDid() {
        assertThat(actions(Map.of("actor", actor))).containsExactly("create", "update", "update");
        assertThat(actions(Map.of("actor", actor, "kind", "Widget"))).containsExactly("create", "update");
        assertThat(actions(Map.of("actor", actor, "kind", "Widget", "action", "update")))
                .containsExactly("update");
    }

    @Test
    void showsWhatHappenedInATime() {
        Instant now = Instant.now();
        String before = now.minus(Duration.ofMinutes(5)).toString();
        String after = now.plus(Duration.ofMinutes(5)).toString();

        assertThat(actions(Map.of("actor", actor, "from", before, "until", after)))
                .hasSize(3);
        assertThat(actions(Map.of("actor", actor, "from", after))).isEmpty();
        assertThat(actions(Map.of("actor", actor, "until", before))).isEmpty();
        for (String wrong : List.of("yesterday", "2026-02-30T00:00:00Z", "+999999999-01-01T00:00:00Z", "2026-11-02")) {
            admin().queryParam("from", wrong).get(AUDIT).then().statusCode(400).body("errors.field", contains("from"));
        }
    }

    @Test
    void isReadInParts() {
        List<Integer> read = new ArrayList<>();
        String cursor = "0";
        while (cursor != null) {
            var part = admin().queryParam("object", object)
                    .queryParam("limit", 2)
                    .queryParam("cursor", cursor)
                    .get(AUDIT)
                    .then()
                    .statusCode(200)
                    .body("total", equalTo(3))
                    .body("items.object", everyItem(equalTo(object)))
                    .extract();
            read.addAll(part.path("items.id"));
            cursor = part.path("next_cursor");
        }
        assertThat(read).hasSize(3).isSorted();
    }

    @Test
    void isExportedAsJsonLines() {
        var export = admin().queryParam("object", object)
                .get(AUDIT + "/export")
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .header("Content-Disposition", equalTo("attachment; filename=\"audit.jsonl\""))
                .extract()
                .asString();

        assertThat(export.lines().map(line -> Json.read(line, JsonNode.class)))
                .hasSize(3)
                .allSatisfy(entry -> assertThat(entry.path("object").asText()).isEqualTo(object))
                .extracting(entry -> entry.path("action").asText())
                .containsExactly("create", "update", "update");
    }

    @Test
    void isExportedAsCsv() {
        String export = admin().queryParam("object", object)
                .queryParam("format", "csv")
                .get(AUDIT + "/export")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();

        List<String> lines = export.lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).isEqualTo("id,at,actor,origin,action,kind,object,before,after,request_id");
        assertThat(lines.get(2)).contains("," + actor + ",,update,Widget," + object + ",\"{\"\"size\"\":1}\"");
    }

    @Test
    void isExportedWholeHoweverLongItIs() {
        String many = "object-" + UUID.randomUUID();
        QuarkusTransaction.requiringNew().run(() -> {
            for (int i = 0; i < 1203; i++) {
                audit.record(actor, "update", "Widget", many, null, i);
            }
        });

        String export =
                admin().queryParam("object", many).get(AUDIT + "/export").asString();

        assertThat(export.lines()
                        .map(line ->
                                Json.read(line, JsonNode.class).path("after").asInt()))
                .hasSize(1203)
                .isSorted();
    }

    @Test
    void saysFromWhereAChangeCame() {
        String orgId = admin().contentType("application/json")
                .body(Map.of("name", "Audited", "email", "ada@audited.example"))
                .post("/hub/api/v1/organizations")
                .path("org_id");

        admin().queryParam("object", orgId)
                .get(AUDIT)
                .then()
                .body("items[0].origin", equalTo("127.0.0.1"))
                .body("items[0].actor", equalTo("admin"))
                .body("items[0].request_id", not(emptyOrNullString()));
        String request = admin().queryParam("object", orgId).get(AUDIT).path("items[0].request_id");
        assertThat(actions(Map.of("request_id", request, "origin", "127.0.0.1")))
                .containsExactly("create");
        assertThat(actions(Map.of("request_id", request, "origin", "203.0.113.7")))
                .isEmpty();
    }

    @Test
    void isSealedSoonAndFits() {
        awaitSealed();

        admin().get(AUDIT + "/verification")
                .then()
                .statusCode(200)
                .body("intact", equalTo(true))
                .body("sealed", greaterThan(3))
                .body("first_broken", nullValue());
    }

    @Test
    void requestsGoOnWhileNothingCanBeSealed() throws Exception {
        try (Connection another = DriverManager.getConnection(space.databaseUrl());
                Statement statement = another.createStatement()) {
            another.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('wheelwright.audit'))");

            List<String> made = Together.call(4, () -> admin().contentType("application/json")
                    .body(Map.of("name", "Audited", "email", "ada@audited.example"))
                    .post("/hub/api/v1/organizations")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("org_id"));
            seals.run();

            assertThat(made).allSatisfy(orgId -> assertThat(actions(Map.of("object", orgId)))
                    .containsExactly("create"));
            admin().get(AUDIT + "/verification")
                    .then()
                    .statusCode(200)
                    .body("intact", equalTo(true))
                    .body("waiting", greaterThanOrEqualTo(made.size()));
        }

        awaitSealed();
        admin().get(AUDIT + "/verification").then().body("intact", equalTo(true));
    }

    @Test
    void isVerifiedFromBehindASealThatWasNoted() {
        awaitSealed();
        JsonPath noted = admin().get(AUDIT + "/verification").jsonPath();
        someChanges();
        awaitSealed();

        admin().queryParams("seal", noted.getInt("sealed"), "head", noted.getString("head"))
                .get(AUDIT + "/verification")
                .then()
                .statusCode(200)
                .body("intact", equalTo(true))
                .body("sealed", greaterThan(noted.getInt("sealed") + 3));
        admin().queryParams("seal", noted.getInt("sealed"), "head", "0".repeat(64))
                .get(AUDIT + "/verification")
                .then()
                .body("intact", equalTo(false))
                .body("first_broken.seal", equalTo(noted.getInt("sealed")))
                .body("first_broken.reason", containsString("noted"));
        admin().queryParams("seal", 999_999_999, "head", noted.getString("head"))
                .get(AUDIT + "/verification")
                .then()
                .body("intact", equalTo(false));
        admin().queryParam("seal", 1).get(AUDIT + "/verification").then().statusCode(400);
    }

    @Test
    void namesTheEntryThatSomebodyChanged() {
        awaitSealed();
        long changed = idOfLast();
        try {
            tamper("UPDATE audit SET actor = 'eve' WHERE id = " + changed);

            admin().get(AUDIT + "/verification")
                    .then()
                    .body("intact", equalTo(false))
                    .body("first_broken.entry", equalTo((int) changed))
                    .body("first_broken.reason", containsString("changed"));
        } finally {
            tamper("UPDATE audit SET actor = '%s' WHERE id = %d".formatted(actor, changed));
        }
        admin().get(AUDIT + "/verification").then().body("intact", equalTo(true));
    }

    @Test
    void namesTheEntryThatSomebodySlippedIn() {
        awaitSealed();
        try {
            tamper("INSERT INTO audit (at, actor, action, kind, object) VALUES (now(), 'eve', 'x', 'x', '%s')"
                    .formatted(object));

            admin().get(AUDIT + "/verification")
                    .then()
                    .body("intact", equalTo(false))
                    .body("first_broken.seal", nullValue())
                    .body("first_broken.reason", containsString("forged"));
        } finally {
            tamper("DELETE FROM audit WHERE actor = 'eve'");
        }
    }

    @Test
    void onlyGrows() {
        for (String change :
                List.of("UPDATE audit SET actor = 'eve'", "DELETE FROM audit", "DELETE FROM audit_seals")) {
            assertThatThrownBy(() -> execute(change)).hasMessageContaining("the audit only grows");
        }
    }

    @Test
    void namesWhatIsWrongWithAnExport() {
        admin().queryParam("format", "xml")
                .get(AUDIT + "/export")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("format"));
    }

    private void awaitSealed() {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> admin().get(AUDIT + "/verification").<Integer>path("waiting") == 0);
    }

    private long idOfLast() {
        List<Integer> ids = admin().queryParam("object", object)
                .queryParam("actor", actor)
                .get(AUDIT)
                .path("items.id");
        return ids.get(ids.size() - 1);
    }

    /** As somebody does who owns the database. */
    private void tamper(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute(sql);
            statement.execute("SET session_replication_role = DEFAULT");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> actions(Map<String, String> filter) {
        return admin().queryParams(filter)
                .get(AUDIT)
                .then()
                .statusCode(200)
                .body(
                        "total",
                        equalTo(admin().queryParams(filter)
                                .get(AUDIT)
                                .jsonPath()
                                .getList("items")
                                .size()))
                .extract()
                .path("items.action");
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken());
    }
}
