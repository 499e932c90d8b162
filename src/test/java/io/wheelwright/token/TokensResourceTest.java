package io.wheelwright.token;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.Digest;
import io.wheelwright.access.MemberRole;
import io.wheelwright.account.RandomToken;
import io.wheelwright.account.TestAccounts;
import io.wheelwright.account.TestAccounts.TestMember;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class TokensResourceTest {

    private static final String ROOT = "/hub/api/v1";

    @Inject
    TestAccounts accounts;

    @Inject
    TestSpokes spokes;

    HubSpace space;

    private String orgId;
    private TestMember owner;
    private TestMember admin;

    @BeforeEach
    void anOrganization() {
        orgId = as(space.adminToken())
                .body(Map.of("name", "Acme", "email", "ada@acme.example"))
                .post(ROOT + "/organizations")
                .path("org_id");
        owner = accounts.member(orgId, MemberRole.owner);
        admin = accounts.member(orgId, MemberRole.admin);
    }

    @Test
    void isShownOnceAndKeptAsAHash() {
        Response made = make(admin, "read");

        made.then()
                .statusCode(201)
                .body("token", startsWith("ww_"))
                .body("scopes", contains("read"))
                .body("expires_at", notNullValue());
        String token = made.path("token");
        String list = as(owner).get(path("/tokens")).asString();
        assertThat(list).contains("ci").doesNotContain(token);
        assertThat(entity(token).name).isEqualTo("ci");
        as(space.adminToken())
                .queryParam("object", orgId + "/" + made.path("token_id"))
                .get(ROOT + "/audit")
                .then()
                .body("items.action", contains("create"))
                .body("items.actor", contains("user:" + admin.userId()));
    }

    @Test
    void readsWhatAViewerReads() {
        String token = make(admin, "read").path("token");
        TestSpokes.TestSpoke spoke = spokes.make(orgId);

        as(token).get(path("")).then().statusCode(200);
        as(token).get(path("/members")).then().statusCode(200);
        as(token).get(ROOT + "/fleet/spokes").then().body("items.spoke_id", contains(spoke.id()));
        as(token)
                .body(Map.of("role", "viewer"))
                .patch(path("/members/" + admin.userId()))
                .then()
                .statusCode(403);
        as(token).get(ROOT + "/me").then().statusCode(403);
    }

    @Test
    void managesAsAnAdminDoesButMakesNoTokens() {
        String token = make(admin, "manage").path("token");

        as(token)
                .body(Map.of("role", "admin"))
                .patch(path("/members/" + owner.userId()))
                .then()
                .statusCode(403);
        as(token)
                .body(Map.of("role", "viewer"))
                .patch(path("/members/" + admin.userId()))
                .then()
                .statusCode(200);
        as(token)
                .body(Map.of("name", "another", "scopes", List.of("manage")))
                .post(path("/tokens"))
                .then()
                .statusCode(403);
        as(space.adminToken())
                .queryParam("object", orgId + "/" + admin.userId())
                .get(ROOT + "/audit")
                .then()
                .body("items.actor", hasItem(startsWith("token:")));
    }

    @Test
    void managesNoLongerOnceItsMakerOnlyLooks() {
        String token = make(admin, "manage").path("token");

        as(owner)
                .body(Map.of("role", "viewer"))
                .patch(path("/members/" + admin.userId()))
                .then()
                .statusCode(200);

        as(token).get(path("")).then().statusCode(200);
        as(token).get(path("/invitations")).then().statusCode(403);
    }

    @Test
    void endsWithTheMembershipOfItsMaker() {
        String token = make(admin, "read").path("token");

        as(owner).delete(path("/members/" + admin.userId())).then().statusCode(200);

        as(token).get(path("")).then().statusCode(401);
        as(owner).get(path("/tokens")).then().body("items[0].revoked_at", notNullValue());
    }

    @Test
    void endsWhenItIsRevokedOrOver() {
        Response revoked = make(admin, "read");
        String over = make(admin, "read").path("token");
        QuarkusTransaction.requiringNew()
                .run(() -> ApiTokenEntity.update(
                        "expiresAt = ?1 where sha256 = ?2", Instant.now().minusSeconds(1), Digest.sha256(over)));

        as(owner).delete(path("/tokens/" + revoked.path("token_id"))).then().statusCode(200);

        as(revoked.<String>path("token")).get(path("")).then().statusCode(401);
        as(over).get(path("")).then().statusCode(401);
        as("ww_" + "x".repeat(43)).get(path("")).then().statusCode(401);
        as("ww_\u00e4").get(path("")).then().statusCode(401);
    }

    @Test
    void itsUseIsNotedAtMostOnceAMinute() {
        String token = make(admin, "read").path("token");
        as(owner).get(path("/tokens")).then().body("items[0].last_used_at", nullValue());

        as(token).get(path(""));
        Instant first = entity(token).lastUsedAt;
        as(token).get(path(""));
        assertThat(entity(token).lastUsedAt).isEqualTo(first);
        QuarkusTransaction.requiringNew()
                .run(() -> ApiTokenEntity.update(
                        "lastUsedAt = ?1 where sha256 = ?2", first.minusSeconds(61), Digest.sha256(token)));
        as(token).get(path(""));
        assertThat(entity(token).lastUsedAt).isAfterOrEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({"-PT1S, 400", "PT1H, 201", "P366D, 201", "P367D, 400"})
    void endsWithinAYear(Duration life, int status) {
        as(admin)
                .body(Map.of(
                        "name",
                        "ci",
                        "scopes",
                        List.of("read"),
                        "expires_at",
                        Instant.now().plus(life).toString()))
                .post(path("/tokens"))
                .then()
                .statusCode(status);
    }

    @Test
    void ofTokensThatEndedTheListKeepsTheLastHundred() {
        String last = make(admin, "read").path("token_id");
        QuarkusTransaction.requiringNew().run(() -> {
            ApiTokenEntity like = ApiTokenEntity.findById(UUID.fromString(last));
            for (int ended = 1; ended <= 120; ended++) {
                ApiTokenEntity token = new ApiTokenEntity();
                token.id = UUID.randomUUID();
                token.organization = like.organization;
                token.userId = like.userId;
                token.sha256 = token.id.toString();
                token.createdAt = like.createdAt.minusSeconds(ended);
                token.expiresAt = like.expiresAt;
                token.revokedAt = like.createdAt.plusSeconds(ended);
                token.name = "ended " + ended;
                token.persist();
            }
        });

        make(admin, "read").then().statusCode(201);

        as(admin)
                .get(path("/tokens"))
                .then()
                .body(
                        "total",
                        equalTo(102),
                        "items.name",
                        hasItems("ended 120", "ended 21"),
                        "items.name",
                        not(hasItem("ended 20")));
    }

    @Test
    void aSuspendedOrganizationLooksAndRevokesAndNothingElse() {
        Response token = make(admin, "manage");
        suspend();

        as(token.<String>path("token")).get(path("")).then().statusCode(200).body("status", equalTo("suspended"));
        make(admin, "read")
                .then()
                .statusCode(403)
                .body("type", equalTo("https://wheelwright.io/problems/organization-suspended"))
                .body("detail", containsString("A payment resumes what is billed"))
                .body("detail", endsWith(" Write to support@example.com."));
        as(admin).delete(path("/tokens/" + token.path("token_id"))).then().statusCode(200);
    }

    @Test
    void aFloodOfTokensThatSomebodyMakesUpKeepsNobodyElseWaiting() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (Connection lock = DriverManager.getConnection(space.databaseUrl())) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("LOCK TABLE api_tokens IN ACCESS EXCLUSIVE MODE");
            List<Future<Integer>> flood = Stream.generate(() -> callers.submit(
                            () -> as("ww_" + RandomToken.next()).get(path("")).statusCode()))
                    .limit(8)
                    .toList();

            await().atMost(SOON)
                    .until(() -> flood.stream().filter(Future::isDone).count() == 4);
            as(owner).get(path("")).then().statusCode(200);
            lock.rollback();
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> call : flood) {
                answers.add(call.get());
            }
            assertThat(answers).containsExactlyInAnyOrder(401, 401, 401, 401, 429, 429, 429, 429);
        } finally {
            callers.shutdownNow();
        }
    }

    private void suspend() {
        await().atMost(SOON)
                .until(() -> as(space.adminToken())
                                .body(Map.of("reason", "Does not answer."))
                                .post(path("/suspend"))
                                .statusCode()
                        == 200);
    }

    private Response make(TestMember member, String scope) {
        return as(member).body(Map.of("name", "ci", "scopes", List.of(scope))).post(path("/tokens"));
    }

    private static ApiTokenEntity entity(String token) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ApiTokenEntity.<ApiTokenEntity>find("sha256", Digest.sha256(token))
                        .singleResult());
    }

    private String path(String part) {
        return ROOT + "/organizations/" + orgId + part;
    }

    private static RequestSpecification as(TestMember member) {
        return as(member.accessToken());
    }

    private static RequestSpecification as(String token) {
        return given().contentType("application/json").header("Authorization", "Bearer " + token);
    }
}
