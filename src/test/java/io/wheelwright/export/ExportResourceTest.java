package io.wheelwright.export;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.Digest;
import io.wheelwright.Json;
import io.wheelwright.Leadership;
import io.wheelwright.access.MemberRole;
import io.wheelwright.account.TestAccounts;
import io.wheelwright.account.TestAccounts.TestMember;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.StaffProvider;
import io.wheelwright.token.TestTokens;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What the hub holds of an organization goes out as an archive, without the secrets and without what others have. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class ExportResourceTest {

    private static final String ORGANIZATIONS = "/hub/api/v1/organizations/";

    @Inject
    TestAccounts accounts;

    @Inject
    TestSpokes spokes;

    @Inject
    TestTokens tokens;

    @Inject
    Exports exports;

    @Inject
    ExportRun run;

    @Inject
    Leadership leadership;

    HubSpace space;
    StaffProvider staff;

    @Test
    void anOwnerExportsAllThatTheHubHoldsAndNothingThatOpensAnything() throws IOException {
        String orgId = made();
        String other = made();
        TestMember owner = accounts.member(orgId, MemberRole.owner);
        TestMember stranger = accounts.member(other, MemberRole.owner);
        String token = tokens.manage(orgId);
        TestSpokes.TestSpoke spoke = spokes.make(orgId);
        TestSpokes.TestSpoke foreign = spokes.make(other);

        String id = asked(as(owner).header("Idempotency-Key", "once"), orgId);
        assertThat(asked(as(owner).header("Idempotency-Key", "once"), orgId)).isEqualTo(id);
        await().atMost(SOON).until(() -> "ready".equals(export(owner, orgId, id).path("state")));
        Response link = as(owner).post(ORGANIZATIONS + orgId + "/exports/" + id + "/link");
        assertThat(link.statusCode()).isEqualTo(201);
        byte[] archive = downloaded(link.path("url"));

        assertThat(Digest.sha256(archive))
                .isEqualTo(link.<String>path("sha256"))
                .isEqualTo(export(owner, orgId, id).<String>path("sha256"));
        assertThat(export(owner, orgId, id).<Integer>path("size")).isEqualTo(archive.length);
        assertThat(given().get(path(link.path("url"))).header("Content-Length")).isEqualTo("" + archive.length);
        await().atMost(SOON).until(() -> List.of("The instance is gone, or is kept until it is destroyed.")
                .equals(export(owner, orgId, id).path("instances.message")));
        assertThat(export(owner, orgId, id).<List<String>>path("instances.spoke_id"))
                .containsExactly(spoke.id());
        Map<String, byte[]> files = unzipped(archive);
        assertThat(text(files, "users.jsonl")).contains(owner.email()).doesNotContain(stranger.email());
        assertThat(text(files, "spokes.jsonl")).contains(spoke.id()).doesNotContain(foreign.id());
        JsonNode manifest = Json.read(text(files, "manifest.json"), JsonNode.class);
        assertThat(manifest.path("org_id").asText()).isEqualTo(orgId);
        assertThat(manifest.path("files")).hasSize(files.size() - 1).allSatisfy(file -> assertThat(
                        file.path("sha256").asText())
                .isEqualTo(Digest.sha256(files.get(file.path("name").asText()))));
        String everything = String.join(
                "", files.keySet().stream().map(name -> text(files, name)).toList());
        assertThat(everything)
                .doesNotContain("password_hash", "email_key", Digest.sha256(token), Digest.sha256(spoke.key()));
    }

    @Test
    void aLinkIsGoodOnceMadeAndUntilTheNextOrItsEnd() {
        String orgId = made();
        TestMember owner = accounts.member(orgId, MemberRole.owner);
        String id = asked(owner, orgId);
        await().atMost(SOON).until(() -> "ready".equals(export(owner, orgId, id).path("state")));

        String first = as(owner)
                .post(ORGANIZATIONS + orgId + "/exports/" + id + "/link")
                .path("url");
        String second = as(owner)
                .post(ORGANIZATIONS + orgId + "/exports/" + id + "/link")
                .path("url");

        assertThat(given().get(path(first)).statusCode()).isEqualTo(404);
        assertThat(given().get(path(second)).statusCode()).isEqualTo(200);
        assertThat(count("link_sha256 = '%s'".formatted(second.substring(second.lastIndexOf('/') + 1))))
                .isZero();
        QuarkusTransaction.requiringNew()
                .run(() -> ExportEntity.update("linkExpiresAt = current_timestamp where id = ?1", UUID.fromString(id)));
        assertThat(given().get(path(second)).statusCode()).isEqualTo(404);

        String next = asked(owner, orgId);
        await().atMost(SOON)
                .until(() -> "ready".equals(export(owner, orgId, next).path("state")));
        await().atMost(SOON)
                .until(() -> "expired".equals(export(owner, orgId, id).path("state")));
        assertThat(as(owner)
                        .post(ORGANIZATIONS + orgId + "/exports/" + id + "/link")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void whoTakesALinkToTheFormerArchiveMeanwhileFailsNothing() {
        String orgId = made();
        TestMember owner = accounts.member(orgId, MemberRole.owner);
        UUID former = row(orgId, ExportState.ready, Instant.now().minus(Duration.ofHours(1)));
        UUID next = row(orgId, ExportState.pending, Instant.now());

        QuarkusTransaction.requiringNew().timeout(2 * (int) SOON.toSeconds()).run(() -> {
            part("INSERT INTO export_parts (export_id, part, content) VALUES (:id, 0, '')", next);
            QuarkusTransaction.requiringNew().run(() -> ExportEntity.update("lookAt = createdAt where id = ?1", next));
            await().pollInSameThread().atMost(SOON).until(ExportResourceTest::isWaitedFor);
            as(owner)
                    .post(ORGANIZATIONS + orgId + "/exports/" + former + "/link")
                    .then()
                    .statusCode(201);
            part("DELETE FROM export_parts WHERE export_id = :id", next);
        });

        await().atMost(SOON).until(() -> "ready"
                .equals(export(owner, orgId, next.toString()).path("state")));
        assertThat(count("id = '%s' AND attempts = 1".formatted(next))).isOne();
        await().atMost(SOON).until(() -> "expired"
                .equals(export(owner, orgId, former.toString()).path("state")));
    }

    private static void part(String sql, UUID export) {
        ExportEntity.getEntityManager()
                .createNativeQuery(sql)
                .setParameter("id", export)
                .executeUpdate();
    }

    /** Whether somebody wants to write what this transaction has written. */
    private static boolean isWaitedFor() {
        return !ExportEntity.getEntityManager()
                .createNativeQuery(
                        "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))")
                .getResultList()
                .isEmpty();
    }

    @Test
    void theFormerArchiveEndsAlsoWhereAHubHasDiedBeforeItDidSo() {
        String orgId = made();
        Instant earlier = Instant.now().minus(Duration.ofHours(2));
        UUID former = row(orgId, ExportState.ready, earlier);
        UUID newest = row(orgId, ExportState.ready, earlier.plus(Duration.ofHours(1)));
        UUID others = row(made(), ExportState.ready, earlier);
        await().atMost(SOON).until(leadership::isLeader);

        run.forget();

        assertThat(count("id = '%s' AND state = 'expired' AND link_sha256 IS NULL".formatted(former)))
                .isOne();
        assertThat(count(
                        "id IN ('%s', '%s') AND state = 'ready' AND link_sha256 IS NOT NULL".formatted(newest, others)))
                .isEqualTo(2);
    }

    /** An export that was asked for then: ready, with a link, or nobody's turn yet. */
    private static UUID row(String orgId, ExportState state, Instant asked) {
        UUID id = UUID.randomUUID();
        QuarkusTransaction.requiringNew().run(() -> {
            ExportEntity export = new ExportEntity();
            export.id = id;
            export.orgId = orgId;
            export.state = state;
            export.askedBy = "admin";
            export.createdAt = asked;
            if (state == ExportState.ready) {
                export.readyAt = asked;
                export.expiresAt = asked.plus(Duration.ofDays(7));
                export.linkSha256 = Digest.sha256(id.toString());
                export.linkExpiresAt = export.expiresAt;
            }
            export.persist();
        });
        return id;
    }

    @Test
    void anArchiveThatIsOverMeanwhileIsNotTakenForWhole() {
        String orgId = made();
        TestMember owner = accounts.member(orgId, MemberRole.owner);
        String id = asked(owner, orgId);
        await().atMost(SOON).until(() -> "ready".equals(export(owner, orgId, id).path("state")));
        ExportView export = exports.known(orgId, UUID.fromString(id));
        QuarkusTransaction.requiringNew().run(() -> ExportEntity.getEntityManager()
                .createNativeQuery("DELETE FROM export_parts")
                .executeUpdate());

        assertThatThrownBy(() -> exports.copy(export, OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whoOnlyLooksIsNotToldWhereTheExportOfAnInstanceLies() {
        String orgId = made();
        TestMember owner = accounts.member(orgId, MemberRole.owner);
        spokes.make(orgId);
        String id = asked(owner, orgId);
        await().atMost(SOON)
                .until(() -> List.of("failed").equals(export(owner, orgId, id).path("instances.state")));
        QuarkusTransaction.requiringNew().run(() -> ExportEntity.getEntityManager()
                .createNativeQuery("""
                        UPDATE instance_exports SET state = 'ready', message = NULL,
                          said = '{"url": "https://files.example/opens", "sha256": "ab"}'
                        WHERE export_id = cast(:id AS uuid)
                        """)
                .setParameter("id", id)
                .executeUpdate());

        Response seen = given().header("Authorization", "Bearer " + staff.token("heidi", StaffProvider.VIEWERS))
                .get(ORGANIZATIONS + orgId + "/exports/" + id);

        assertThat(seen.<List<String>>path("instances.sha256")).containsExactly("ab");
        assertThat(seen.asString()).doesNotContain("files.example");
        assertThat(export(owner, orgId, id).<List<String>>path("instances.url"))
                .containsExactly("https://files.example/opens");
    }

    @Test
    void whoseSubscriptionHasEndedCanExport() {
        String orgId = made();
        TestMember owner = accounts.member(orgId, MemberRole.owner);
        await().atMost(SOON)
                .until(() -> given().header("Authorization", "Bearer " + space.adminToken())
                                .contentType("application/json")
                                .body(Map.of("state", "cancelled", "ends_at", "2020-01-01T00:00:00Z"))
                                .put(ORGANIZATIONS + orgId + "/billing-state")
                                .statusCode()
                        == 200);
        as(owner).get(ORGANIZATIONS + orgId + "/members").then().statusCode(200);
        as(owner)
                .body(Map.of("name", "ci", "scopes", List.of("read")))
                .post(ORGANIZATIONS + orgId + "/tokens")
                .then()
                .statusCode(403);

        String id = asked(owner, orgId);

        await().atMost(SOON).until(() -> "ready".equals(export(owner, orgId, id).path("state")));
        String url = as(owner)
                .post(ORGANIZATIONS + orgId + "/exports/" + id + "/link")
                .path("url");
        assertThat(downloaded(url)).isNotEmpty();
    }

    @Test
    void whatHasTakenThreeHubsDownIsGivenUp() {
        String orgId = made();
        TestMember owner = accounts.member(orgId, MemberRole.owner);
        UUID id = row(orgId, ExportState.pending, Instant.now());
        QuarkusTransaction.requiringNew()
                .run(() -> ExportEntity.update("lookAt = createdAt, attempts = 3 where id = ?1", id));

        await().atMost(SOON)
                .until(() -> "failed".equals(export(owner, orgId, id.toString()).path("state")));
    }

    @Test
    void whoAsksAgainAndAgainWaits() {
        String orgId = made();
        TestMember owner = accounts.member(orgId, MemberRole.owner);
        for (int times = 0; times < 6; times++) {
            asked(owner, orgId);
        }

        Response refused = as(owner).post(ORGANIZATIONS + orgId + "/exports");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isNotNull();
    }

    @Test
    void ofTwoHubsOneMakesAnExport() {
        String orgId = made();
        TestMember owner = accounts.member(orgId, MemberRole.owner);
        UUID id = UUID.fromString(asked(owner, orgId));
        await().atMost(SOON)
                .until(() -> "ready".equals(export(owner, orgId, id.toString()).path("state")));
        ExportEntity done = QuarkusTransaction.requiringNew().call(() -> ExportEntity.findById(id));

        QuarkusTransaction.requiringNew().run(() -> {
            assertThat(ExportEntity.take(id, done.createdAt, done.readyAt)).isFalse();
            assertThat(ExportEntity.finish(
                            id, done.createdAt, new Archive.Made("other", 1), done.readyAt, done.expiresAt))
                    .isFalse();
            ExportEntity.giveUp(id, done.createdAt, "late");
        });

        assertThat(export(owner, orgId, id.toString()).<String>path("sha256")).isEqualTo(done.sha256);
        assertThat(export(owner, orgId, id.toString()).<String>path("state")).isEqualTo("ready");
    }

    private static byte[] downloaded(String url) {
        Response response = given().get(path(url));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).startsWith("application/zip");
        return response.asByteArray();
    }

    private static String path(String url) {
        assertThat(url).startsWith("https://hub.example/hub/api/v1/exports/");
        return url.substring("https://hub.example".length());
    }

    private static Map<String, byte[]> unzipped(byte[] archive) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    private static long count(String condition) {
        return QuarkusTransaction.requiringNew().call(() -> ((Number) ExportEntity.getEntityManager()
                        .createNativeQuery("SELECT count(*) FROM exports WHERE " + condition)
                        .getSingleResult())
                .longValue());
    }

    private static String asked(TestMember member, String orgId) {
        return asked(as(member), orgId);
    }

    private static String asked(RequestSpecification request, String orgId) {
        Response answer = request.post(ORGANIZATIONS + orgId + "/exports");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.header("Location")).endsWith(answer.<String>path("id"));
        return answer.path("id");
    }

    private static Response export(TestMember member, String orgId, String id) {
        return as(member).get(ORGANIZATIONS + orgId + "/exports/" + id);
    }

    private static RequestSpecification as(TestMember member) {
        return given().header("Authorization", "Bearer " + member.accessToken()).contentType("application/json");
    }

    private String made() {
        return given().header("Authorization", "Bearer " + space.adminToken())
                .contentType("application/json")
                .body(Map.of("name", "Acme", "email", "it@acme.example"))
                .post("/hub/api/v1/organizations")
                .then()
                .statusCode(201)
                .extract()
                .path("org_id");
    }
}
