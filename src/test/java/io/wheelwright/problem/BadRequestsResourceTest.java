package io.wheelwright.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong is refused with a reason that names it, and changes nothing. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class BadRequestsResourceTest {

    private static final String ORGANIZATIONS = "/organizations";
    private static final String PRODUCTS = "/products";
    private static final String PROVISION = "/provision";
    private static final String HEARTBEAT = "/heartbeat";
    private static final String DIRECTORY = "/directory";
    private static final List<String> TABLES = List.of(
            "organizations",
            "products",
            "outbox",
            "audit",
            "heartbeats",
            "directory",
            "subscriptions",
            "idempotency_keys");

    @Inject
    AgroalDataSource database;

    @Inject
    TestSpokes spokes;

    HubSpace space;

    /** A request, and what its answer says. */
    record Bad(String name, String method, String path, String body, int status, String says) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Bad> requests() {
        return Stream.of(organizations(), products(), orders(), reads(), heartbeats(), registrations())
                .flatMap(part -> part);
    }

    private static Stream<Bad> organizations() {
        return Stream.of(
                bad("no body", ORGANIZATIONS, "", "body must be a JSON object"),
                bad("no JSON", ORGANIZATIONS, "{", "body must be a JSON object"),
                bad("a list", ORGANIZATIONS, "[]", "body must be a JSON object"),
                bad("two objects", ORGANIZATIONS, "{\"name\":\"A\",\"email\":\"a@b.example\"}{}", "body must be"),
                bad("a field twice", ORGANIZATIONS, "{\"name\":\"A\",\"name\":\"B\"}", "body must be"),
                bad("nothing in it", ORGANIZATIONS, "{}", "name is required; email is required"),
                bad(
                        "unknown field",
                        ORGANIZATIONS,
                        "{\"name\":\"A\",\"email\":\"a@b.example\",\"x\":1}",
                        "x is unknown"),
                bad("name a number", ORGANIZATIONS, "{\"name\":1,\"email\":\"a@b.example\"}", "name must be a string"),
                bad(
                        "name an object",
                        ORGANIZATIONS,
                        "{\"name\":{},\"email\":\"a@b.example\"}",
                        "name must be a string"),
                bad("blank name", ORGANIZATIONS, "{\"name\":\"  \",\"email\":\"a@b.example\"}", "name is required"),
                bad(
                        "long name",
                        ORGANIZATIONS,
                        "{\"name\":\"" + "n".repeat(129) + "\",\"email\":\"a@b.example\"}",
                        "name must have at most 128 characters"),
                bad(
                        "control characters",
                        ORGANIZATIONS,
                        "{\"name\":\"a\\u0000b\",\"email\":\"a@b.example\"}",
                        "name must not contain control characters"),
                bad("no mailbox", ORGANIZATIONS, "{\"name\":\"A\",\"email\":\"ada\"}", "email must be the address"),
                new Bad(
                        "change of nobody",
                        "PATCH",
                        ORGANIZATIONS + "/none",
                        "{\"name\":\"A\"}",
                        404,
                        "organization none"),
                new Bad("empty change", "PATCH", ORGANIZATIONS + "/none", "{}", 400, "name or email is required"),
                new Bad("DELETE of all", "DELETE", ORGANIZATIONS, "{}", 405, ""));
    }

    private static Stream<Bad> products() {
        return Stream.of(
                bad("nothing in it", PRODUCTS, "{}", "product is required; plans is required"),
                bad("product a text", PRODUCTS, "{\"product\":\"x\",\"plans\":[]}", "product must be an object"),
                bad("plans an object", PRODUCTS, "{\"product\":{\"id\":\"p\"},\"plans\":{}}", "plans must be a list"),
                bad("plan a number", PRODUCTS, product("[1]"), "plans[0] must be an object"),
                bad("no plans", PRODUCTS, product("[]"), "plans"),
                bad(
                        "limit a text",
                        PRODUCTS,
                        product("[{\"id\":\"s\",\"max_users\":\"many\"}]"),
                        "plans[0].max_users must"),
                bad("plan without id", PRODUCTS, product("[{\"max_users\":1}]"), "plans[0].id"),
                bad("bad plan id", PRODUCTS, product("[{\"id\":\"S P\"}]"), "plans[0].id"),
                bad("negative limit", PRODUCTS, product("[{\"id\":\"s\",\"max_users\":-1}]"), "max_users"),
                bad(
                        "unknown field",
                        PRODUCTS,
                        product("[{\"id\":\"s\"}]").replace("\"os\"", "\"oz\""),
                        "oz is unknown"),
                bad(
                        "unknown of os",
                        PRODUCTS,
                        product("[{\"id\":\"s\"}]").replace("{}", "{\"v\":1}"),
                        "os.v is unknown"),
                bad("bad id", PRODUCTS, product("[{\"id\":\"s\"}]").replace("\"bad\"", "\"No Id\""), "product.id must"),
                bad("bad version", PRODUCTS, product("[{\"id\":\"s\"}]").replace("1.0.0", "one"), "product.version"),
                bad(
                        "pack type",
                        PRODUCTS,
                        product("[{\"id\":\"s\"}],\"packs\":[{\"name\":\"a\",\"type\":\"x\"}]"),
                        "packs[0]"),
                new Bad("nobody's", "GET", PRODUCTS + "/none", null, 404, "product none"));
    }

    private static Stream<Bad> orders() {
        return Stream.of(
                bad("nothing in it", PROVISION, "{}", "org_id is required; product_id is required; plan is required"),
                bad("unknown field", PROVISION, "{\"orgId\":\"a\"}", "orgId is unknown"),
                bad("plan a list", PROVISION, "{\"plan\":[]}", "plan must be a string"),
                bad("bad address", PROVISION, order(",\"admin_email\":\"ada\""), "admin_email must be the address"),
                bad("bad region", PROVISION, order(",\"region\":\"Mars 1\""), "region must consist of"),
                new Bad("for nobody", "POST", PROVISION, order(""), 404, "organization none"));
    }

    private static Stream<Bad> reads() {
        return Stream.of(
                read("/organizations?limit=x", 400, "limit must be a number"),
                read("/organizations?limit=0", 400, "limit must be from 1 to 500"),
                read("/organizations?cursor=abc", 400, "cursor must be the next_cursor"),
                read("/fleet/spokes?status=fine", 400, "status must be"),
                read("/fleet/spokes?limit=99999", 400, "limit must be from 1 to 500"),
                read("/fleet/stale?minutes=-1", 400, "minutes must be a number"),
                read("/fleet/spokes/none", 404, "spoke none"),
                read("/spokes/none/events", 404, "spoke none"),
                read("/subscriptions/none", 404, "organization none"),
                read("/directory/did:web:none", 404, "directory entry"),
                read("/nothing", 404, ""));
    }

    private static Stream<Bad> heartbeats() {
        return Stream.of(
                bad("nothing in it", HEARTBEAT, "{}", "spoke_id is required"),
                bad("unknown status", HEARTBEAT, heartbeat("\"sleepy\"", "1", "{}"), "status must be one of"),
                bad("status a number", HEARTBEAT, heartbeat("1", "1", "{}"), "status must be one of"),
                bad(
                        "uptime a text",
                        HEARTBEAT,
                        heartbeat("\"healthy\"", "\"5\"", "{}"),
                        "uptime_seconds must be a whole"),
                bad(
                        "uptime a fraction",
                        HEARTBEAT,
                        heartbeat("\"healthy\"", "1.5", "{}"),
                        "uptime_seconds must be a whole"),
                bad(
                        "negative uptime",
                        HEARTBEAT,
                        heartbeat("\"healthy\"", "-1", "{}"),
                        "uptime_seconds must be from 0"),
                bad(
                        "content for a count",
                        HEARTBEAT,
                        heartbeat("\"healthy\"", "1", "{\"a\":\"x\"}"),
                        "usage.a must be"),
                bad("negative count", HEARTBEAT, heartbeat("\"healthy\"", "1", "{\"a\":-1}"), "usage.a must be"));
    }

    private static Stream<Bad> registrations() {
        return Stream.of(
                bad("nothing in it", DIRECTORY, "{}", "did is required"),
                bad(
                        "no DID",
                        DIRECTORY,
                        "{\"did\":\"x\",\"spoke_id\":\"s\",\"endpoint\":\"https://a.example\"}",
                        "did must be"),
                bad(
                        "no URL",
                        DIRECTORY,
                        "{\"did\":\"did:web:a\",\"spoke_id\":\"s\",\"endpoint\":\"javascript:1\"}",
                        "endpoint must be"),
                new Bad(
                        "another spoke's",
                        "POST",
                        DIRECTORY,
                        "{\"did\":\"did:web:a\",\"spoke_id\":\"s\",\"endpoint\":\"https://a.example\"}",
                        404,
                        "spoke s"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isRefusedAndChangesNothing(Bad bad) throws SQLException {
        Map<String, Long> before = counts();
        Response answer = send(bad);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(bad.status());
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("type")).startsWith("https://wheelwright.io/problems/");
        assertThat(answer.jsonPath().getString("detail")).contains(bad.says());
        assertThat(counts()).isEqualTo(before);
    }

    private Response send(Bad bad) {
        boolean agent = bad.path().equals(HEARTBEAT)
                || (bad.path().equals(DIRECTORY) && bad.method().equals("POST"));
        RequestSpecification request = given().header(
                        "Authorization", "Bearer " + (agent ? spokes.make().key() : space.adminToken()))
                .urlEncodingEnabled(false);
        if (bad.body() != null) {
            request.contentType("application/json").body(bad.body());
        }
        return request.request(bad.method(), "/hub/api/v1" + bad.path());
    }

    private Map<String, Long> counts() throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
                    row.next();
                    counts.put(table, row.getLong(1));
                }
            }
        }
        return counts;
    }

    private static Bad bad(String name, String path, String body, String says) {
        return new Bad(path + ": " + name, "POST", path, body, 400, says);
    }

    private static Bad read(String path, int status, String says) {
        return new Bad(path, "GET", path, null, status, says);
    }

    private static String product(String plans) {
        return "{\"product\":{\"id\":\"bad\",\"name\":\"Bad\",\"version\":\"1.0.0\"},\"os\":{},\"plans\":" + plans
                + "}";
    }

    private static String order(String more) {
        return "{\"org_id\":\"none\",\"product_id\":\"none\",\"plan\":\"starter\"" + more + "}";
    }

    private static String heartbeat(String status, String uptime, String usage) {
        return "{\"spoke_id\":\"s\",\"os_version\":\"1\",\"status\":" + status + ",\"uptime_seconds\":" + uptime
                + ",\"usage\":" + usage + "}";
    }
}
