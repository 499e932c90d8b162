package io.wheelwright.account;

import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.Digest;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Together;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to those who come too often. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
@TestProfile(LimitedHubResourceTest.Limited.class)
class LimitedHubResourceTest {

    /** Calls in a quarter of an hour of somebody whom the hub does not know; more than any other test makes. */
    private static final int STRANGER = 12;

    /** The same of a member, and of a session that goes on. */
    private static final int MEMBER = 15;

    private static final String TOO_MANY = "https://wheelwright.io/problems/too-many-requests";

    /** The limits that ship, but for those of mails and of strangers, behind a proxy on this machine. */
    public static class Limited implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "wheelwright.limits.signup", "5",
                    "wheelwright.limits.login", "10",
                    "wheelwright.limits.mail", "4",
                    "wheelwright.limits.mailbox", "3",
                    "wheelwright.limits.anonymous", Integer.toString(STRANGER),
                    "wheelwright.limits.member", Integer.toString(MEMBER),
                    "wheelwright.limits.refresh", Integer.toString(MEMBER),
                    "wheelwright.limits.trusted-proxies", "127.0.0.1,::1");
        }
    }

    @Inject
    TestAccounts accounts;

    @Inject
    MeterRegistry registry;

    HubSpace space;

    private Customer customer;
    private String place;

    @BeforeEach
    void somebodySomewhere() {
        customer = Customer.of(space);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        place = "198.%d.%d.%d".formatted(random.nextInt(1, 255), random.nextInt(1, 255), random.nextInt(1, 255));
    }

    @Test
    void fiveSignUpFromOnePlaceInAnHour() throws Exception {
        List<Integer> answers = Together.call(8, () -> signUpFrom(place).statusCode());

        assertThat(answers.stream().filter(status -> status == 202)).hasSize(5);
        Response refused = signUpFrom(place);
        refused.then().statusCode(429).body("type", equalTo(TOO_MANY));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(3500, 3600);
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"signup\";q=5;w=3600");
        signUpFrom("203.0.113.7").then().statusCode(202);
    }

    @Test
    void whatIsNotValidIsNotCounted() {
        for (int i = 0; i < 7; i++) {
            from(place)
                    .body(Map.of("email", "ada", "password", "x"))
                    .post(Customer.ROOT + "/signup")
                    .then()
                    .statusCode(400);
        }
        signUpFrom(place).then().statusCode(202).header("RateLimit", startsWith("\"signup\";r=4;t="));
    }

    @Test
    void aPasswordIsMeasuredForThoseOnlyWhoAreCounted() {
        Map<String, String> wish = customer.wish();
        wish.put("password", "password1234");

        from(place)
                .body(wish)
                .post(Customer.ROOT + "/signup")
                .then()
                .statusCode(400)
                .header("RateLimit", startsWith("\"signup\";r=4;"));
    }

    @Test
    void whoGuessesWaitsLongerAndLonger() {
        for (int i = 0; i < 3; i++) {
            guess(place).then().statusCode(401);
        }

        AtomicReference<Response> refused = new AtomicReference<>();
        await().atMost(SOON).pollDelay(Duration.ZERO).until(() -> {
            refused.set(guess(place));
            return refused.get().statusCode() == 429;
        });
        assertThat(refused.get().header("Retry-After")).matches("[1-8]");
        guess("203.0.113.8").then().statusCode(401);
    }

    @Test
    void whoGuessesTenTimesWaitsForTheQuarterOfAnHourToPass() {
        for (int i = 0; i < 10; i++) {
            guess(place).then().header("RateLimit", startsWith("\"login\";r=%d;".formatted(9 - i)));
        }

        double refusals = refusals();

        Response refused = guess(place);

        assertThat(refusals()).isEqualTo(refusals + 1);
        refused.then()
                .statusCode(429)
                .header("RateLimit-Policy", "\"login\";q=10;w=900")
                .header("RateLimit", startsWith("\"login\";r=0;"));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(800, 900);
        guess("203.0.113.10").then().statusCode(401);
    }

    @Test
    void anAnswerThatIsRepeatedCostsNothing() {
        String key = UUID.randomUUID().toString();

        for (int i = 0; i < 7; i++) {
            from(place)
                    .header("Idempotency-Key", key)
                    .body(customer.wish())
                    .post(Customer.ROOT + "/signup")
                    .then()
                    .statusCode(202);
        }
    }

    @Test
    void oneAddressGetsThreeMailsFromOnePlaceWhetherItIsKnownOrNot() {
        Map<String, String> address = Map.of("email", customer.email());
        for (int i = 0; i < 3; i++) {
            from(place)
                    .body(address)
                    .post(Customer.ROOT + "/password-reset")
                    .then()
                    .statusCode(202);
        }

        from(place).body(address).post(Customer.ROOT + "/password-reset").then().statusCode(429);
        from(place)
                .body(address)
                .post(Customer.ROOT + "/verify-email/resend")
                .then()
                .statusCode(429);
        from("203.0.113.9")
                .body(address)
                .post(Customer.ROOT + "/password-reset")
                .then()
                .statusCode(202);
    }

    @Test
    void fourLinksAreAskedForFromOnePlaceForWhomever() {
        for (int i = 0; i < 4; i++) {
            from(place)
                    .body(Map.of("email", i + customer.email()))
                    .post(Customer.ROOT + "/password-reset")
                    .then()
                    .statusCode(202);
        }

        from(place)
                .body(Map.of("email", customer.email()))
                .post(Customer.ROOT + "/password-reset")
                .then()
                .statusCode(429);
    }

    static Stream<UnaryOperator<RequestSpecification>> strangers() {
        return Stream.of(
                request -> request,
                request -> request.header("Authorization", "x"),
                request -> request.header("Authorization", "Bearer nobody-knows-me"),
                request -> request.header("Authorization", "Bearer eyJhbGciOiJFUzI1NiJ9.e30.nothing"),
                request -> request.cookie("__Host-wheelwright_access", "eyJhbGciOiJFUzI1NiJ9.e30.nothing"));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void whomTheHubDoesNotKnowMayCallSoOften(UnaryOperator<RequestSpecification> stranger) {
        useUp(stranger);

        stranger.apply(from(place))
                .get(Customer.ROOT + "/organizations")
                .then()
                .statusCode(429)
                .body("type", equalTo(TOO_MANY));
        from(place)
                .urlEncodingEnabled(false)
                .get("/hub/%61pi/v1/organizations")
                .then()
                .statusCode(429);
        for (String path : List.of("/hub/api;x/v1/organizations", "/hub/api/v1/organizations;x")) {
            from(place)
                    .urlEncodingEnabled(false)
                    .get(path)
                    .then()
                    .statusCode(404)
                    .body("detail", containsString("semicolon"));
        }
        from(place)
                .header("Authorization", "Bearer " + space.adminToken())
                .get(Customer.ROOT + "/organizations")
                .then()
                .statusCode(200);
        from(place).get("/hub/health").then().statusCode(200);
        from(place).get("/verify-email").then().statusCode(200);
    }

    @Test
    void anAccountIsNoLicenseToGuessAtOthers() {
        String member = accounts.member();
        for (int i = 0; i < STRANGER; i++) {
            from(place)
                    .header("Authorization", "Bearer " + member)
                    .body(Map.of("email", i + customer.email(), "password", "a guess"))
                    .post(Customer.ROOT + "/login")
                    .then()
                    .statusCode(401);
        }

        from(place)
                .header("Authorization", "Bearer " + member)
                .body(Map.of("email", customer.email(), "password", "a guess"))
                .post(Customer.ROOT + "/login")
                .then()
                .statusCode(429);
        from(place)
                .header("Authorization", "Bearer " + member)
                .get(Customer.ROOT + "/me")
                .then()
                .statusCode(200);
    }

    @Test
    void anAccountIsNoLicenseToCallWithoutEnd() {
        String hasty = accounts.member();
        for (int i = 0; i < MEMBER; i++) {
            me(hasty).then().statusCode(200);
        }

        me(hasty)
                .then()
                .statusCode(429)
                .header("RateLimit-Policy", "\"member\";q=15;w=900")
                .header("Retry-After", notNullValue());
        me(accounts.member()).then().statusCode(200);
    }

    @Test
    void whoGoesOnWithASessionOrVerifiesLicensesIsNotCounted() {
        Tokens tokens = accounts.session();
        for (int i = 0; i < MEMBER - 1; i++) {
            refresh(tokens.refresh()).then().statusCode(200);
            from(place)
                    .get(Customer.ROOT + "/licenses/jwks")
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", "public, max-age=60");
        }

        from(place)
                .get(Customer.ROOT + "/organizations")
                .then()
                .statusCode(401)
                .header("RateLimit", startsWith("\"anonymous\";r=11;"));
    }

    @Test
    void aStolenTokenThatUsesTheLimitUpSilencesNoAlarm() {
        Tokens own = accounts.session();
        Response stolen = refresh(own.refresh());
        stolen.then().statusCode(200);
        QuarkusTransaction.requiringNew()
                .run(() -> RefreshTokenEntity.<RefreshTokenEntity>findById(Digest.sha256(own.refresh())).usedAt =
                        Instant.now().minus(Sessions.MOMENT));
        for (int i = 1; i < MEMBER; i++) {
            refresh(stolen.path("refresh_token")).then().statusCode(200);
        }
        refresh(stolen.path("refresh_token")).then().statusCode(429);

        refresh(own.refresh()).then().statusCode(401);

        Customer.me(stolen.path("access_token")).then().statusCode(401);
    }

    private Response refresh(String token) {
        return from(place).body(Map.of("refresh_token", token)).post(Customer.ROOT + "/refresh");
    }

    @Test
    void whoGuessesAtSessionsIsCounted() {
        for (int i = 0; i < STRANGER; i++) {
            from(place).body(Map.of("refresh_token", "guess-" + i)).post(Customer.ROOT + "/refresh");
        }

        await().atMost(SOON)
                .until(() -> from(place)
                                .body(Map.of("refresh_token", "another guess"))
                                .post(Customer.ROOT + "/refresh")
                                .statusCode()
                        == 429);
    }

    @Test
    void whatStripeSendsIsNotCounted() {
        useUp(request -> request);
        from(place).get(Customer.ROOT + "/organizations").then().statusCode(429);

        from(place).body("{}").post(Customer.ROOT + "/billing/webhook").then().statusCode(400);
    }

    @Test
    void whoIsRefusedIsRefusedWithoutTheDatabase() throws SQLException {
        useUp(request -> request);
        from(place).get(Customer.ROOT + "/organizations").then().statusCode(429);

        try (Connection lock = locked()) {
            Response refused = from(place).get(Customer.ROOT + "/organizations");

            refused.then().statusCode(429).header("RateLimit", startsWith("\"anonymous\";r=0;"));
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(800, 900);
            lock.rollback();
        }
    }

    @Test
    void aFloodThatWaitsToBeCountedKeepsNobodyElseWaiting() throws Exception {
        from(place).get(Customer.ROOT + "/organizations").then().statusCode(401);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (Connection lock = locked()) {
            List<Future<Integer>> flood = Stream.generate(() -> callers.submit(() ->
                            from(place).get(Customer.ROOT + "/organizations").statusCode()))
                    .limit(8)
                    .toList();

            await().atMost(SOON)
                    .until(() -> flood.stream().filter(Future::isDone).count() == 4);
            lock.rollback();
            for (Future<Integer> call : flood) {
                assertThat(call.get()).isEqualTo(401);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void theAuditNamesTheClientAndNotTheProxy() {
        String admin = "Bearer " + space.adminToken();
        String orgId = from("192.0.2.66, " + place)
                .header("Authorization", admin)
                .body(Map.of("name", "Audited", "email", customer.email()))
                .post(Customer.ROOT + "/organizations")
                .path("org_id");

        Customer.json()
                .header("Authorization", admin)
                .queryParam("object", orgId)
                .get(Customer.ROOT + "/audit")
                .then()
                .body("items[0].origin", equalTo(place));
    }

    private Response me(String token) {
        return from(place).header("Authorization", "Bearer " + token).get(Customer.ROOT + "/me");
    }

    private void useUp(UnaryOperator<RequestSpecification> stranger) {
        for (int i = 0; i < STRANGER; i++) {
            stranger.apply(from(place))
                    .get(Customer.ROOT + "/organizations")
                    .then()
                    .statusCode(401);
        }
    }

    private Connection locked() throws SQLException {
        Connection lock = DriverManager.getConnection(space.databaseUrl());
        lock.setAutoCommit(false);
        lock.createStatement().execute("SELECT 1 FROM rate_limits FOR UPDATE");
        return lock;
    }

    private Response signUpFrom(String somewhere) {
        Map<String, String> wish = customer.wish();
        wish.put("email", UUID.randomUUID() + "@acme.example");
        return from(somewhere).body(wish).post(Customer.ROOT + "/signup");
    }

    private double refusals() {
        return registry.get("wheelwright.rate.limit.refusals")
                .tag("limit", "login")
                .counter()
                .count();
    }

    private Response guess(String somewhere) {
        return from(somewhere)
                .body(Map.of("email", customer.email(), "password", "a guess"))
                .post(Customer.ROOT + "/login");
    }

    private static RequestSpecification from(String place) {
        return Customer.json().header("X-Forwarded-For", place);
    }
}
