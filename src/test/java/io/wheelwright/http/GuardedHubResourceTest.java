package io.wheelwright.http;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.LoggedText;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every request, at a hub with little patience. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
@TestProfile(GuardedHubResourceTest.Guarded.class)
class GuardedHubResourceTest {

    private static final String ROOT = "/hub/api/v1";

    private static final String LARGE = "{\"name\": \"" + "x".repeat(1_100_000) + "\"}";

    /** Limits that a test reaches soon. */
    public static class Guarded implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "wheelwright.http.answer-within", "PT4S",
                    "wheelwright.limits.anonymous", "3",
                    "wheelwright.limits.heartbeat", "5",
                    "wheelwright.limits.trusted-proxies", "127.0.0.1,::1");
        }
    }

    @Inject
    TestSpokes spokes;

    HubSpace space;

    @BeforeEach
    void theHubHasBegunToAnswerInTime() {
        awaitAnswered("/organizations");
    }

    @Test
    void whatHangsIsAnsweredAndTheHubGoesOn() throws SQLException {
        try (LoggedText log = LoggedText.begin();
                Connection lock = DriverManager.getConnection(space.databaseUrl())) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("LOCK TABLE waitlist IN ACCESS EXCLUSIVE MODE");

            admin().get(ROOT + "/waitlist")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", "5")
                    .header("Connection", "close")
                    .body("type", equalTo("https://wheelwright.io/problems/unavailable"))
                    .body("detail", containsString("within 4 s"));
            lock.rollback();
            await().atMost(SOON).until(() -> log.text().contains("A request ended with 200 after"));
            awaitAnswered("/waitlist");
            assertThat(log.text()).doesNotContain("Response has already been written");
        }
    }

    @Test
    void whatIsDoneAfterAllIsDoneOnce() throws SQLException {
        try (Connection lock = DriverManager.getConnection(space.databaseUrl())) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("LOCK TABLE organizations IN ACCESS EXCLUSIVE MODE");
            order("late").then().statusCode(503).body("detail", containsString("Idempotency-Key"));
            lock.rollback();
        }

        await().atMost(SOON).until(() -> order("late").statusCode() == 201);
        String first = order("late").then().statusCode(201).extract().path("org_id");

        assertThat(order("late").then().extract().<String>path("org_id")).isEqualTo(first);
        assertThat(admin().get(ROOT + "/organizations")
                        .then()
                        .extract()
                        .<List<String>>path("items.findAll { it.name == 'Late' }.org_id"))
                .containsExactly(first);
    }

    private Response order(String key) {
        return admin().contentType("application/json")
                .header("Idempotency-Key", key)
                .body(Map.of("name", "Late", "email", "late@acme.example"))
                .post(ROOT + "/organizations");
    }

    @Test
    void everyAnswerTellsBrowsersWhatTheyMayNotDo() {
        byTheRules(admin().get(ROOT + "/organizations"), 200);
        byTheRules(admin().get(ROOT + "/organizations/nobody"), 404);
        byTheRules(stranger().get(ROOT + "/organizations"), 401);
        byTheRules(given().get("/nowhere"), 404);
        byTheRules(given().get("/q/health/live"), 200);
        byTheRules(admin().contentType("application/json").body(LARGE).post(ROOT + "/organizations"), 413);
        await().atMost(SOON).until(() -> stranger().get(ROOT + "/organizations").statusCode() == 429);
        byTheRules(stranger().get(ROOT + "/organizations"), 429);

        Response page = given().get("/verify-email");
        restrained(page, 200);
        assertThat(one(page, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
        assertThat(one(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(one(given().get(ROOT + "/licenses/jwks"), "Cache-Control")).isEqualTo("public, max-age=60");
    }

    @Test
    void onlyWherePeopleComeByHttpsIsThatTheOnlyWay() {
        assertThat(SecurityHeaders.headers(URI.create("HTTPS://hub.example")).contains("Strict-Transport-Security"))
                .isTrue();
        assertThat(SecurityHeaders.headers(URI.create("http://localhost:8080")).contains("Strict-Transport-Security"))
                .isFalse();
    }

    @Test
    void noPageOfAnotherOriginMayCall() {
        Response preflight = given().header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization")
                .options(ROOT + "/licenses/jwks");
        Response call = given().header("Origin", "https://elsewhere.example").get(ROOT + "/licenses/jwks");

        assertThat(call.statusCode()).isEqualTo(200);
        for (Response answer : List.of(preflight, call)) {
            assertThat(answer.headers().asList().stream().map(Header::getName))
                    .noneMatch(name -> name.regionMatches(true, 0, "Access-Control-", 0, 15));
        }
    }

    @Test
    void aSpokeThatReportsWithoutEndIsToldToWait() {
        TestSpoke hasty = spokes.make();
        for (int i = 0; i < 5; i++) {
            report(hasty).then().statusCode(200);
        }

        Response refused = report(hasty);

        refused.then()
                .statusCode(429)
                .body("type", equalTo("https://wheelwright.io/problems/too-many-requests"))
                .header("RateLimit-Policy", "\"heartbeat\";q=5;w=60")
                .header("RateLimit", startsWith("\"heartbeat\";r=0;t="));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        report(spokes.make()).then().statusCode(200);
    }

    /** What has just started, or was kept from its database until now, may not have the time that is left here. */
    private void awaitAnswered(String path) {
        await().atMost(SOON).until(() -> admin().get(ROOT + path).statusCode() == 200);
    }

    private static Response report(TestSpoke spoke) {
        return given().header("Authorization", "Bearer " + spoke.key())
                .contentType("application/json")
                .body(Map.of("spoke_id", spoke.id(), "os_version", "1.0.0", "status", "healthy", "uptime_seconds", 1))
                .post(ROOT + "/heartbeat");
    }

    private static void byTheRules(Response answer, int status) {
        restrained(answer, status);
        assertThat(one(answer, "Content-Security-Policy")).isEqualTo("default-src 'none'; frame-ancestors 'none'");
        assertThat(one(answer, "Cache-Control")).isEqualTo("no-store");
    }

    private static void restrained(Response answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(one(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(one(answer, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(one(answer, "Strict-Transport-Security")).isEqualTo("max-age=31536000");
    }

    /** The value of a header that is there once. */
    private static String one(Response answer, String header) {
        List<String> values = answer.headers().getValues(header);
        assertThat(values).as(header).hasSize(1);
        return values.get(0);
    }

    private static RequestSpecification stranger() {
        return given().header("X-Forwarded-For", "198.51.100.23");
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken());
    }
}
