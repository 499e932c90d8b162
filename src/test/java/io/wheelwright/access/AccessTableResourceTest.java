package io.wheelwright.access;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.ext.web.Router;
import io.wheelwright.Json;
import io.wheelwright.access.AccessTable.Identity;
import io.wheelwright.access.AccessTable.Route;
import io.wheelwright.account.TestAccounts;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.license.TestLicenses;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.StaffProvider;
import io.wheelwright.token.TestTokens;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route of the hub, called by everybody. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class AccessTableResourceTest {

    private static final Set<Identity> CUSTOMERS = EnumSet.range(Identity.OWNER, Identity.OTHER_TOKEN);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TestHTTPResource
    URI root;

    @Inject
    Router router;

    @Inject
    TestSpokes spokes;

    @Inject
    TestAccounts accounts;

    @Inject
    TestTokens tokens;

    @Inject
    TestLicenses licenses;

    HubSpace space;
    StaffProvider staff;

    private static Cast cast;
    private TestSpokes.TestSpoke own;

    /** Who and what stays the same for all calls, which are many. */
    private record Cast(
            String organization,
            String suspended,
            String elsewhere,
            TestSpokes.TestSpoke own,
            TestSpokes.TestSpoke other,
            String customers,
            Map<Identity, String> software,
            Map<Identity, Optional<String>> onlookers) {}

    @BeforeEach
    void everybody() {
        if (cast == null) {
            cast = gather();
        }
        own = cast.own();
    }

    static Stream<Route> everyRoute() {
        return Stream.concat(AccessTable.routes().stream(), AccessTable.pages().stream());
    }

    @ParameterizedTest
    @MethodSource("everyRoute")
    void letsThroughWhomTheTableNames(Route route) {
        assertThat(Stream.of(Identity.values())
                        .map(identity -> surprise(route, identity))
                        .flatMap(Optional::stream))
                .isEmpty();
    }

    /** What somebody is answered against the table. */
    private Optional<String> surprise(Route route, Identity identity) {
        if (!route.method().equals("GET")
                && EnumSet.of(Identity.ADMIN, Identity.PLATFORM_ADMIN, Identity.SPOKE)
                        .contains(identity)) {
            own = spokes.make();
        }
        int status = call(route, identity);
        boolean expected = route.allowed().contains(identity)
                ? isThrough(route, identity, status)
                : status == AccessTable.refusal(route, identity);
        return expected ? Optional.empty() : Optional.of("%s: %d".formatted(identity, status));
    }

    /** Where something is there it is seen, and a customer's own organization is never missing. */
    private static boolean isThrough(Route route, Identity identity, int status) {
        boolean real = isOfRealObjects(route, identity);
        boolean theirs = real && CUSTOMERS.contains(identity) && route.isAboutAnOrganization();
        return status != 401
                && status != 403
                && !(theirs && status == 404)
                && status < (real && route.method().equals("GET") ? 300 : 500);
    }

    /** Whether what the path names is there: organizations and spokes of customers are, others are not. */
    private static boolean isOfRealObjects(Route route, Identity identity) {
        String rest = CUSTOMERS.contains(identity)
                ? route.path().replace("{org_id}", "").replace("{spoke_id}", "")
                : route.path();
        return !rest.contains("{");
    }

    @Test
    void namesEveryRoute() {
        Map<String, Map<String, Object>> paths =
                given().accept("application/json").get("/q/openapi").jsonPath().getMap("paths");
        Set<String> documented = new HashSet<>();
        paths.forEach((path, methods) -> methods.keySet().stream()
                .filter(List.of("get", "post", "put", "patch", "delete")::contains)
                .forEach(method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        assertThat(AccessTable.routes().stream().map(route -> route.method() + " " + route.path()))
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void namesEveryPage() {
        assertThat(router.getRoutes().stream()
                        .map(io.vertx.ext.web.Route::getPath)
                        .filter(path -> path != null && !path.startsWith("/hub") && !path.startsWith("/q/")))
                .containsExactlyInAnyOrderElementsOf(
                        AccessTable.pages().stream().map(Route::path).toList());
    }

    private int call(Route route, Identity identity) {
        boolean looks = route.method().equals("GET");
        boolean customer = CUSTOMERS.contains(identity);
        String path = route.path()
                .replace("{spoke_id}", customer ? spoke(identity) : own.id())
                .replace("{org_id}", customer ? organization(identity) : "none")
                .replaceAll("\\{[a-z_]+}", "none");
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, */*;q=0.1")
                .timeout(Duration.ofSeconds(30))
                .method(
                        route.method(),
                        looks ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.write(body(route, identity))));
        Optional.ofNullable(looks ? onlooker(identity) : key(identity))
                .ifPresent(key -> request.header("Authorization", "Bearer " + key));
        try {
            return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Who only looks is the same all the time. */
    private String onlooker(Identity identity) {
        return identity == Identity.SPOKE
                ? own.key()
                : cast.onlookers()
                        .computeIfAbsent(identity, any -> Optional.ofNullable(key(identity)))
                        .orElse(null);
    }

    private String key(Identity identity) {
        return switch (identity) {
            case ADMIN -> space.adminToken();
            case SPOKE -> own.key();
            case OTHER_SPOKE -> cast.other().key();
            case OWNER -> accounts.member(cast.organization(), MemberRole.owner).accessToken();
            case MANAGER ->
                accounts.member(cast.organization(), MemberRole.admin).accessToken();
            case VIEWER ->
                accounts.member(cast.organization(), MemberRole.viewer).accessToken();
            case SUSPENDED_OWNER ->
                accounts.member(cast.suspended(), MemberRole.owner).accessToken();
            case MEMBER -> accounts.member(cast.elsewhere(), MemberRole.owner).accessToken();
            case MANAGE_TOKEN, READ_TOKEN, OTHER_TOKEN, REVOKED_TOKEN ->
                cast.software().get(identity);
            case BILLER -> "biller-of-the-tests";
            case UNKNOWN_KEY -> "nobody-knows-me";
            case ENDED_SESSION -> accounts.ended();
            case EXPIRED_SESSION -> accounts.like("wheelwright-hub", Duration.ofSeconds(-1));
            case TAMPERED_SESSION -> accounts.member().replaceFirst("\\.e", ".f");
            case FOREIGN_SESSION -> accounts.like("wheelwright-spoke", Duration.ofMinutes(1));
            case LICENSE -> licenses.license(Map.of("sub", own.id()));
            case PLATFORM_ADMIN -> staff.token("grace", StaffProvider.ADMINS);
            case PLATFORM_VIEWER -> staff.token("heidi", StaffProvider.VIEWERS);
            case PLATFORM_STRANGER -> staff.token("trudy", "admin");
            case STAFF_OF_ANOTHER_AUDIENCE -> staff.tokenFor("another");
            case STAFF_OF_ANOTHER_ISSUER -> staff.tokenOf("https://login.example");
            case EXPIRED_STAFF -> staff.expired();
            case UNSIGNED_STAFF -> staff.unsigned();
            case SYMMETRIC_STAFF -> staff.symmetric();
            case STAFF_OF_AN_UNKNOWN_KEY -> staff.signedByAnotherKey();
            case ANONYMOUS -> null;
        };
    }

    private static String organization(Identity identity) {
        return identity == Identity.SUSPENDED_OWNER ? cast.suspended() : cast.organization();
    }

    private static String spoke(Identity identity) {
        return identity == Identity.SUSPENDED_OWNER ? cast.suspended() + "-spoke" : cast.customers();
    }

    private Cast gather() {
        String organization = organization("Acme");
        String suspended = organization("Late Payers");
        String elsewhere = organization("Elsewhere");
        await().atMost(SOON)
                .until(() -> admin().body(Map.of("reason", "Does not answer."))
                                .post("/hub/api/v1/organizations/" + suspended + "/suspend")
                                .statusCode()
                        == 200);
        spokes.make(suspended, "cosmetics", suspended + "-spoke");
        return new Cast(
                organization,
                suspended,
                elsewhere,
                spokes.make(),
                spokes.make(),
                spokes.make(organization).id(),
                Map.of(
                        Identity.MANAGE_TOKEN, tokens.manage(organization),
                        Identity.READ_TOKEN, tokens.read(organization),
                        Identity.OTHER_TOKEN, tokens.manage(elsewhere),
                        Identity.REVOKED_TOKEN, tokens.revoked(organization)),
                new EnumMap<>(Identity.class));
    }

    private String organization(String name) {
        return admin().body(Map.of("name", name, "email", "ada@acme.example"))
                .post("/hub/api/v1/organizations")
                .path("org_id");
    }

    private RequestSpecification admin() {
        return given().contentType("application/json").header("Authorization", "Bearer " + space.adminToken());
    }

    private Map<String, Object> body(Route route, Identity identity) {
        String path = route.path();
        if (route.namesInBody()) {
            return Map.of("org_id", CUSTOMERS.contains(identity) ? organization(identity) : "none");
        }
        if (path.endsWith("/heartbeat")) {
            return Map.of("spoke_id", own.id(), "os_version", "1.0.0", "status", "healthy", "uptime_seconds", 1);
        }
        if (path.endsWith("/usage")) {
            Instant now = Instant.now();
            return Map.of(
                    "spoke_id",
                    own.id(),
                    "batch_id",
                    "batch",
                    "period_start",
                    now.minusSeconds(60).toString(),
                    "period_end",
                    now.toString());
        }
        if (path.endsWith("/directory")) {
            return Map.of(
                    "did",
                    "did:web:" + own.id() + ".example.com",
                    "spoke_id",
                    own.id(),
                    "endpoint",
                    "https://" + own.id() + ".example.com",
                    "capabilities",
                    List.of());
        }
        return Map.of();
    }
}
