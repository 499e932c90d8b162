package io.wheelwright.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.OrganizationSpec;
import io.wheelwright.api.v1alpha1.Product;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong is refused with a reason that names it, and changes nothing. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class BadRequestsResourceTest {

    private static final String ROOT = "/hub/api/v1";
    private static final String ORGANIZATIONS = "/organizations";
    private static final String PRODUCTS = "/products";
    private static final String PROVISION = "/provision";
    private static final String HEARTBEAT = "/heartbeat";
    private static final String DIRECTORY = "/directory";
    private static final int DEMANDED = 40;

    /** Tables whose content nobody but a request changes; the others are counted. */
    private static final List<String> COMPARED =
            List.of("organizations", "products", "outbox", "audit", "directory", "idempotency_keys");

    private static final List<String> COUNTED =
            List.of("spokes", "spoke_keys", "heartbeats", "subscriptions", "licenses");

    @Inject
    AgroalDataSource database;

    @Inject
    TestSpokes spokes;

    HubSpace space;

    private String agent;

    /** A request, and what its answer says. */
    record Bad(String name, String method, String path, String body, int status, String says) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Bad> requests() {
        return Stream.of(organizations(), changes(), products(), orders(), reads(), heartbeats(), registrations())
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
                new Bad("DELETE of all", "DELETE", ORGANIZATIONS, "{}", 405, ""));
    }

    private static Stream<Bad> changes() {
        return Stream.of(
                change("of nobody", "/none", "{\"name\":\"A\"}", 404, "organization none"),
                change("empty", "/known", "{}", 400, "name or email is required"),
                change("unknown field", "/known", "{\"status\":\"active\"}", 400, "status is unknown"),
                change("name a list", "/known", "{\"name\":[\"A\"]}", 400, "name must be a string"),
                change("blank name", "/known", "{\"name\":\" \"}", 400, "name must not be empty"),
                change("no mailbox", "/known", "{\"email\":\"ada@\"}", 400, "email must be the address"),
                change("long email", "/known", "{\"email\":\"" + "e".repeat(255) + "@b.example\"}", 400, "email must"));
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
                read("/fleet/spokes?status=", 400, "status must not be empty"),
                read("/fleet/spokes?health=fine", 400, "health must be"),
                read("/fleet/spokes?health=", 400, "health must not be empty"),
                read("/fleet/spokes?plan=&region=&product=", 400, "plan must not be empty; region must not be empty"),
                read("/fleet/spokes?version=", 400, "version must not be empty"),
                read("/fleet/spokes?q=", 400, "q must not be empty"),
                read("/fleet/spokes?sort=color", 400, "sort must be created_at, health"),
                read("/fleet/spokes?org_id=%00", 400, "org_id must not"),
                read("/audit?actor=%00", 400, "actor must not"),
                read("/audit?object=", 400, "object must not be empty"),
                read("/fleet/spokes?limit=99999", 400, "limit must be from 1 to 500"),
                read("/fleet/stale?minutes=-1", 400, "minutes must be a number"),
                read("/fleet/spokes/none", 404, "spoke none"),
                read("/spokes/none/events", 404, "spoke none"),
                read("/spokes/none/deployment", 404, "spoke none"),
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

    @BeforeEach
    void somethingThatCouldChange() {
        agent = spokes.make().key();
        await().atMost(Duration.ofSeconds(15)).until(() -> read("SELECT count(*) FROM outbox WHERE state = 'pending'")
                .equals("0"));
        if (!read("SELECT count(*) FROM organizations WHERE org_id = 'known'").equals("0")) {
            return;
        }
        Organization known = new Organization();
        known.setMetadata(new ObjectMetaBuilder()
                .withName("known")
                .withNamespace(space.fleetNamespace())
                .build());
        known.setSpec(new OrganizationSpec("Known", "it@known.example", null, null, null));
        LabPlane.shared().client().resource(known).serverSideApply();
        await().atMost(Duration.ofSeconds(15))
                .until(() -> read("SELECT count(*) FROM organizations WHERE org_id = 'known'")
                        .equals("1"));
    }

    @Test
    void thereAreAsManyAsDemanded() {
        assertThat(requests()).hasSizeGreaterThanOrEqualTo(DEMANDED);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isRefusedAndChangesNothing(Bad bad) {
        Map<String, String> before = everything();
        Response answer = send(bad);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(bad.status());
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("type")).startsWith("https://wheelwright.io/problems/");
        assertThat(answer.jsonPath().getString("detail")).contains(bad.says());
        assertThat(answer.jsonPath().getString("instance"))
                .isEqualTo(ROOT + bad.path().replaceFirst("\\?.*", ""));
        assertThat(everything()).isEqualTo(before);
    }

    private Response send(Bad bad) {
        boolean ofAgent = bad.path().equals(HEARTBEAT)
                || (bad.path().equals(DIRECTORY) && bad.method().equals("POST"));
        RequestSpecification request = given().header(
                        "Authorization", "Bearer " + (ofAgent ? agent : space.adminToken()))
                .urlEncodingEnabled(false);
        if (bad.body() != null) {
            request.contentType("application/json").body(bad.body());
        }
        return request.request(bad.method(), ROOT + bad.path());
    }

    /** What is in the database and in the fleet. */
    private Map<String, String> everything() {
        Map<String, String> content = new TreeMap<>();
        COUNTED.forEach(table -> content.put(table, read("SELECT count(*) FROM " + table)));
        COMPARED.forEach(table -> content.put(
                table, read("SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM %s t".formatted(table))));
        for (Class<? extends HasMetadata> kind : List.of(Organization.class, Product.class, Spoke.class)) {
            content.put(
                    kind.getSimpleName(),
                    LabPlane.shared()
                            .client()
                            .resources(kind)
                            .inNamespace(space.fleetNamespace())
                            .list()
                            .getItems()
                            .stream()
                            .map(object -> object.getMetadata().getName() + "@"
                                    + object.getMetadata().getGeneration())
                            .sorted()
                            .toList()
                            .toString());
        }
        return content;
    }

    private String read(String query) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bad change(String name, String of, String body, int status, String says) {
        return new Bad("change: " + name, "PATCH", ORGANIZATIONS + of, body, status, says);
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
