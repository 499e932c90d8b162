package io.wheelwright.erasure;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.access.MemberRole;
import io.wheelwright.account.TestAccounts;
import io.wheelwright.account.TestAccounts.TestMember;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.billing.LivingSubscriptions;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.lab.LabPlane;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.token.TestTokens;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

/** Who is gone is erased when the day has come, and nobody else. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class ErasureResourceTest {

    private static final String ORGANIZATIONS = "/hub/api/v1/organizations";
    private static final String DELETIONS = "/hub/api/v1/scheduled-deletions";

    @Inject
    EntityManager database;

    @Inject
    Erasure erasure;

    @Inject
    LongStatements statements;

    @Inject
    TestAccounts accounts;

    @Inject
    TestSpokes spokes;

    @Inject
    TestTokens tokens;

    HubSpace space;

    @Test
    void whoIsGoneIsErasedAndATombstoneStays() {
        String orgId = made();
        String elsewhere = made();
        TestMember leaving = accounts.member(orgId, MemberRole.owner);
        TestMember staying = accounts.member(orgId, MemberRole.viewer);
        join(staying.userId(), elsewhere);
        tokens.manage(orgId);
        spokes.end(spokes.make(orgId));
        String checksum = exported(orgId);
        gone(orgId);

        run();
        await().atMost(SOON).until(() -> erasure(orgId).path("message") != null);
        assertThat(erasure(orgId).<String>path("message")).startsWith("It is kept until ");
        theDayHasCome(orgId);
        run();

        await().atMost(SOON).until(() -> erasure(orgId).path("erased_at") != null);
        assertThat(erasure(orgId).<String>path("evidence")).contains(orgId, "did not exist");
        assertThat(erasure(orgId).<String>path("export_sha256")).isEqualTo(checksum);
        assertThat(erasure(orgId).<Map<String, Integer>>path("counts"))
                .containsEntry("organizations", 1)
                .containsEntry("members", 3)
                .containsEntry("users", 2)
                .containsEntry("api_tokens", 1)
                .containsEntry("spokes", 1);
        assertThat(count("organizations WHERE org_id = '%s'".formatted(orgId))).isZero();
        assertThat(count("spokes WHERE org_id = '%s'".formatted(orgId))).isZero();
        assertThat(count("users WHERE id = '%s'".formatted(leaving.userId()))).isZero();
        assertThat(count("users WHERE id = '%s'".formatted(staying.userId()))).isOne();
        assertThat(count("audit WHERE object = '%s' AND action = 'erase'".formatted(orgId)))
                .isOne();
        given().header("Authorization", "Bearer " + leaving.accessToken())
                .get("/hub/api/v1/me")
                .then()
                .statusCode(401);
    }

    /** A statement of an erasure may take a quarter of an hour, and afterwards the connection is as it was. */
    @Test
    void onlyWhoErasesWaitsForLongStatements() {
        QuarkusTransaction.requiringNew().run(() -> {
            int before = patience();
            assertThat(before).isEqualTo(30_000);
            assertThat(statements.<Integer>within(Duration.ofMinutes(15), this::patience))
                    .isEqualTo(900_000);
            assertThat(patience()).isEqualTo(before);
        });
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew()
                        .run(() -> statements.within(
                                Duration.ofMillis(200), () -> database.createNativeQuery("SELECT 1 FROM pg_sleep(5)")
                                        .getResultList())))
                .hasStackTraceContaining("SocketTimeoutException");
    }

    private int patience() {
        return database.unwrap(Session.class).doReturningWork(Connection::getNetworkTimeout);
    }

    @Test
    void whoHasComeAgainSinceKeepsTheWayIn() {
        String orgId = made();
        TestMember again = accounts.member(orgId, MemberRole.owner);
        TestMember gone = accounts.member(orgId, MemberRole.viewer);
        gone(orgId);
        theDayHasCome(orgId);
        waits(again, "2020-02-01T00:00:00Z");
        waits(gone, "2019-12-01T00:00:00Z");

        assertThat(erasure.perform(looked(orgId))).isEmpty();

        assertThat(count("waitlist WHERE email = '%s'".formatted(again.email())))
                .isOne();
        assertThat(count("waitlist WHERE email = '%s'".formatted(gone.email()))).isZero();
    }

    @Test
    void whoseExportIsWantedIsNotErased() {
        String orgId = made();
        gone(orgId);
        theDayHasCome(orgId);
        update("""
                INSERT INTO exports (id, org_id, state, asked_by, created_at, ready_at, expires_at, link_expires_at)
                VALUES (gen_random_uuid(), '%s', 'ready', 'admin', now(), now(), '2100-01-01', '2100-01-01')
                """.formatted(orgId));

        assertThat(erasure.perform(looked(orgId)))
                .hasValueSatisfying(why -> assertThat(why).endsWith("is wanted."));
    }

    /** With the key of another account, Stripe has none of them. */
    @Test
    void whoseSubscriptionStripeHasNotHadForAWeekIsErasedUnlessItHasNoneOfMost() {
        String orgId = made();
        gone(orgId);
        theDayHasCome(orgId);
        String lives = "Its subscription sub_%s lives at Stripe.".formatted(orgId);
        subscription(orgId, "'missing'", Instant.now());
        subscription("living-" + orgId, "NULL", Instant.now());
        long row = looked(orgId);
        assertThat(erasure.perform(row)).hasValue(lives);

        update("UPDATE stripe_subscriptions SET held_since = '2020-01-01' WHERE org_id = '%s'".formatted(orgId));
        update("""
                INSERT INTO stripe_subscriptions (subscription_id, customer_id, org_id, status, facts, read_seq, read_at, hold)
                SELECT 'lost-' || number, 'cus_1', 'lost', 'active', '{}', 1, now(), 'missing'
                FROM generate_series(0, (SELECT count(*) FROM stripe_subscriptions)) AS number
                """);
        assertThat(erasure.perform(row)).hasValue(lives);

        update("DELETE FROM stripe_subscriptions WHERE org_id = 'lost'");
        assertThat(erasure.perform(row)).isEmpty();
        update("DELETE FROM stripe_subscriptions WHERE org_id = 'living-%s'".formatted(orgId));
    }

    @Test
    void aLeftOverOfTestModeChargesNobodyOfALiveAccount() {
        String orgId = made();
        subscription(orgId, "NULL", Instant.now());
        assertThat(living(orgId, true)).as("whose mode is not known").isOne();
        update("UPDATE stripe_subscriptions SET facts = '{\"live\": false}' WHERE org_id = '%s'".formatted(orgId));
        assertThat(living(orgId, true)).isZero();
        assertThat(living(orgId, false)).isOne();
        update("UPDATE stripe_subscriptions SET facts = '{\"live\": true}' WHERE org_id = '%s'".formatted(orgId));
        assertThat(living(orgId, true)).isOne();
        update("DELETE FROM stripe_subscriptions WHERE org_id = '%s'".formatted(orgId));
    }

    private long living(String orgId, boolean live) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) database.createNativeQuery("SELECT count(*) " + LivingSubscriptions.LIVING)
                                .setParameter("org", orgId)
                                .setParameter("lately", Instant.now())
                                .setParameter("live", live)
                                .getSingleResult())
                        .longValue());
    }

    private void subscription(String orgId, String hold, Instant since) {
        update("""
                INSERT INTO stripe_subscriptions
                  (subscription_id, customer_id, org_id, status, facts, read_seq, read_at, hold, held_since)
                VALUES ('sub_%1$s', 'cus_1', '%1$s', 'active', '{}', 1, now(), %2$s, '%3$s')
                """.formatted(orgId, hold, since));
    }

    @Test
    void anInstanceThatWasTakenBackKeepsNobody() {
        String orgId = made();
        gone(orgId);
        theDayHasCome(orgId);
        update("""
                INSERT INTO scheduled_deletions (spoke_id, spoke_uid, org_id, namespace, namespace_uid, cause, state, next_at,
                                                 requested_at, delete_after, finished_at)
                VALUES ('%1$s', '%1$s', '%1$s', '%1$s', '%1$s', 'a mistake', 'restored', now(), now(), '2100-01-01', now())
                """.formatted(orgId));

        assertThat(erasure.perform(looked(orgId))).isEmpty();
    }

    @Test
    void theDaysThatAnOrganizationDeclaresCount() {
        String orgId = made();
        LabPlane.shared()
                .resource(space, Organization.class, orgId)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"deletion\": {\"retentionDays\": 3650}}}");
        await().atMost(SOON)
                .until(() ->
                        count("organizations WHERE retention_days = 3650 AND org_id = '%s'".formatted(orgId)) == 1);
        gone(orgId);
        theDayHasCome(orgId);

        assertThat(erasure.perform(looked(orgId)))
                .hasValueSatisfying(why -> assertThat(why).startsWith("It is kept until 2029-12-"));
    }

    @Test
    void whoseResourceIsThereAgainIsNotErased() {
        String orgId = made();
        TestMember member = accounts.member(orgId, MemberRole.owner);
        theDayHasCome(orgId);

        assertThat(erasure.perform(looked(orgId))).hasValue("Organization %s is there.".formatted(orgId));

        assertThat(count("users WHERE id = '%s'".formatted(member.userId()))).isOne();
        assertThat(count("members WHERE user_id = '%s'".formatted(member.userId())))
                .isOne();
    }

    @Test
    void whoHasALivingSpokeIsNotErased() {
        String orgId = made();
        spokes.make(orgId);
        gone(orgId);
        theDayHasCome(orgId);

        assertThat(erasure.perform(looked(orgId)))
                .hasValueSatisfying(why -> assertThat(why).endsWith("is still there."));
    }

    @Test
    void aLegalHoldKeepsEverythingAndOneWhoFailsHoldsUpNobody() {
        String held = made();
        String broken = made();
        String fine = made();
        gone(held);
        gone(broken);
        gone(fine);
        admin().body(Map.of("reason", "Case 117"))
                .put(ORGANIZATIONS + "/" + held + "/legal-hold")
                .then()
                .statusCode(200);
        theDayHasCome(held);
        theDayHasCome(broken);
        theDayHasCome(fine);
        update("UPDATE organizations SET billing = '{\"state\": \"nonsense\"}' WHERE org_id = '%s'".formatted(broken));

        run();

        await().atMost(SOON).until(() -> erasure(fine).path("erased_at") != null);
        await().atMost(SOON).until(() -> erasure(held).path("message") != null);
        await().atMost(SOON).until(() -> erasure(broken).path("message") != null);
        assertThat(erasure(held).<String>path("message")).contains("Case 117");
        assertThat(count("erasures WHERE org_id = '%s' AND attempts > 0 AND look_at > '%s'"
                        .formatted(broken, Instant.now().toString())))
                .isOne();
        assertThat(count("organizations WHERE org_id IN ('%s', '%s')".formatted(held, broken)))
                .isEqualTo(2);
    }

    private String made() {
        String orgId = admin().body(Map.of("name", "Acme", "email", "it@acme.example"))
                .post(ORGANIZATIONS)
                .then()
                .statusCode(201)
                .extract()
                .path("org_id");
        await().atMost(SOON)
                .until(() -> resource(orgId) != null
                        && count("organizations WHERE uid IS NOT NULL AND org_id = '%s'".formatted(orgId)) == 1);
        return orgId;
    }

    /** SHA-256 of an archive of what the hub holds. */
    private String exported(String orgId) {
        String exports = ORGANIZATIONS + "/" + orgId + "/exports";
        String export = exports + "/"
                + admin().post(exports).then().statusCode(202).extract().path("id");
        await().atMost(SOON).until(() -> "ready".equals(admin().get(export).path("state")));
        return admin().get(export).path("sha256");
    }

    private void gone(String orgId) {
        admin().delete(ORGANIZATIONS + "/" + orgId).then().statusCode(202);
        await().atMost(SOON)
                .until(() -> resource(orgId) == null
                        && admin().get(ORGANIZATIONS + "/" + orgId).statusCode() == 404
                        && count("outbox WHERE state = 'pending' AND name = '%s'".formatted(orgId)) == 0);
    }

    private Organization resource(String orgId) {
        return LabPlane.shared().resource(space, Organization.class, orgId).get();
    }

    private void waits(TestMember member, String since) {
        update("""
                INSERT INTO waitlist (email, email_key, created_at)
                SELECT email, email_key, '%s' FROM users WHERE id = '%s'
                """.formatted(since, member.userId()));
    }

    private void theDayHasCome(String orgId) {
        update("UPDATE organizations SET gone_at = '2020-01-01T00:00:00Z' WHERE org_id = '%s'".formatted(orgId));
    }

    private long looked(String orgId) {
        return QuarkusTransaction.requiringNew().call(() -> {
            ErasureEntity row = new ErasureEntity();
            row.orgId = orgId;
            row.seenAt = Instant.now();
            row.persistAndFlush();
            return row.id;
        });
    }

    private void run() {
        admin().post(DELETIONS + "/run").then().statusCode(202);
    }

    private Response erasure(String orgId) {
        return admin().get(DELETIONS + "/erasures/" + orgId);
    }

    private void join(UUID userId, String orgId) {
        update("""
                INSERT INTO members (organization, user_id, role, created_at)
                SELECT id, '%s', 'viewer', created_at FROM organizations WHERE org_id = '%s'
                """.formatted(userId, orgId));
    }

    private void update(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }

    private long count(String rows) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) database.createNativeQuery("SELECT count(*) FROM " + rows)
                                .getSingleResult())
                        .longValue());
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken()).contentType("application/json");
    }
}
