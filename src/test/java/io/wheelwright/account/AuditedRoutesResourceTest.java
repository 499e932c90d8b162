package io.wheelwright.account;

import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.access.AccessTable;
import io.wheelwright.access.MemberRole;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever changes something leaves an entry in the audit: every route that writes is called here, or named with a reason. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class AuditedRoutesResourceTest {

    private static final String NEW_PASSWORD = "harbor violin copper dune";

    /** Routes that change nothing that is somebody's, and why. */
    private static final Map<String, String> EXEMPT = Map.of(
            "POST /heartbeat", "a report, every minute; a change of health is an Event",
            "POST /usage", "a report; the ledger of usage keeps every batch",
            "POST /subscriptions/{org_id}/change-plan/preview", "tells what a change would cost",
            "POST /billing/policies/evaluate", "tells who would change",
            "POST /billing/webhook",
                    "what Stripe says is kept in the inbox, and audited where something follows from it",
            "POST /signup", "makes nothing before the address is confirmed; where none is, the audit has the signup",
            "POST /waitlist", "an address that nobody has confirmed; who is let in is audited",
            "POST /verify-email/resend", "sends a mail",
            "POST /password-reset", "sends a mail; the new password is audited",
            "POST /refresh", "goes on with a session; a token that comes twice is audited");

    /** Routes that need more than a request, and the test that looks into the audit for them. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("PATCH /directory/{did}", "directory/DirectoryResourceTest"),
            Map.entry("POST /billing/events/{event_id}/replay", "billing/stripe/StripeResourceTest"),
            Map.entry("POST /billing/checkout", "billing/payment/CallResourceTest"),
            Map.entry("POST /billing/portal", "billing/payment/PortalResourceTest"),
            Map.entry("POST /billing/setup", "billing/setup/StripeSetupResourceTest"),
            Map.entry("POST /subscriptions/{org_id}/change-plan", "billing/stripe/PlanChangeResourceTest"),
            Map.entry("POST /subscriptions/{org_id}/cancel", "billing/stripe/CancellationResourceTest"),
            Map.entry("POST /subscriptions/{org_id}/keep", "billing/stripe/CancellationResourceTest"),
            Map.entry("POST /subscriptions/{org_id}/refund", "billing/stripe/RefundResourceTest"),
            Map.entry(
                    "POST /subscriptions/{org_id}/meter-events/{meter_event_id}/cancel",
                    "billing/metering/MeteringResourceTest"),
            Map.entry("POST /scheduled-deletions/{deletion_id}/restore", "story/DeletionStory"),
            Map.entry("POST /scheduled-deletions/{deletion_id}/confirm", "story/DeletionStory"),
            Map.entry("POST /operations/{operation_id}/retry", "operation/OperationResourceTest"));

    @Inject
    EntityManager database;

    @Inject
    Postbox postbox;

    @Inject
    TestAccounts accounts;

    @Inject
    TestSpokes spokes;

    HubSpace space;

    private final TreeSet<String> called = new TreeSet<>();
    private final TreeSet<String> unaudited = new TreeSet<>();
    private Customer customer;
    private String orgId;

    @BeforeEach
    void somebodyWithAnOrganization() {
        customer = Customer.of(space);
        orgId = call("POST /organizations", Map.of("name", "Acme", "email", "it@acme.example"))
                .path("org_id");
    }

    @Test
    void everyRouteThatWritesIsAudited() throws IOException {
        ofOrganizations();
        ofTheTeam();
        ofAccounts();
        ofThePlatform();
        ofSpokes();
        ofTheEnd();

        assertThat(unaudited).isEmpty();
        assertThat(Stream.of(called, EXEMPT.keySet(), ELSEWHERE.keySet()).flatMap(Collection::stream))
                .containsExactlyInAnyOrderElementsOf(AccessTable.routes().stream()
                        .filter(route -> !route.method().equals("GET"))
                        .map(route -> route.method() + " " + route.path().replace(Customer.ROOT, ""))
                        .collect(Collectors.toSet()));
        for (String test : ELSEWHERE.values()) {
            assertThat(Files.readString(Path.of("src", "test", "java", "io", "wheelwright", test + ".java")))
                    .containsIgnoringCase("audit");
        }
    }

    private void ofOrganizations() {
        call("PATCH /organizations/{org_id}", Map.of("name", "Acme and Sons"), orgId);
        call("POST /organizations/{org_id}/suspend", Map.of("reason", "Does not answer."), orgId);
        call("POST /organizations/{org_id}/unsuspend", null, orgId);
        call("PUT /organizations/{org_id}/billing-state", Map.of("state", "active"), orgId);
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        call(
                "PUT /organizations/{org_id}/billing-hold",
                Map.of("reason", "Pays on Monday", "until", tomorrow.toString()),
                orgId);
        call("DELETE /organizations/{org_id}/billing-hold", null, orgId);
        call("PUT /organizations/{org_id}/legal-hold", Map.of("reason", "Case 117"), orgId);
        call("DELETE /organizations/{org_id}/legal-hold", null, orgId);
        call("POST /licenses/{org_id}/revoke", Map.of("reason", "x"), orgId);
        call("POST /licenses/{org_id}/reinstate", null, orgId);
        String export =
                call("POST /organizations/{org_id}/exports", null, orgId).path("id");
        call("POST /organizations/{org_id}/exports/{export_id}/link", null, orgId, export);
    }

    private void ofTheTeam() {
        String owner = accounts.member(orgId, MemberRole.owner).accessToken();
        String other = accounts.member(orgId, MemberRole.viewer).userId().toString();
        call("PATCH /organizations/{org_id}/members/{user_id}", Map.of("role", "admin"), orgId, other);
        call("DELETE /organizations/{org_id}/members/{user_id}", null, orgId, other);
        String token = callAs(
                        owner,
                        "POST /organizations/{org_id}/tokens",
                        Map.of("name", "ci", "scopes", List.of("read")),
                        orgId)
                .path("token_id");
        call("DELETE /organizations/{org_id}/tokens/{token_id}", null, orgId, token);
        String invited = callAs(owner, "POST /organizations/{org_id}/invitations", invitation("late"), orgId)
                .path("invitation_id");
        call("DELETE /organizations/{org_id}/invitations/{invitation_id}", null, orgId, invited);
        given(owner).body(invitation("early")).post(path("/organizations/{org_id}/invitations", orgId));
        String link = postbox.token("early-" + customer.email(), "You are invited to Acme and Sons", 1);
        callAs(null, "POST /invitations/accept", Map.of("token", link, "password", customer.password()));
    }

    private Map<String, String> invitation(String who) {
        return Map.of("email", who + "-" + customer.email(), "role", "viewer");
    }

    private void ofAccounts() {
        customer.signUp();
        String link = postbox.token(customer.email(), "Confirm your address", 1);
        callAs(null, "POST /verify-email", Map.of("token", link, "password", customer.password()));
        String session = callAs(null, "POST /login", Map.of("email", customer.email(), "password", customer.password()))
                .path("access_token");
        callAs(session, "POST /me/password", Map.of("current_password", customer.password(), "password", NEW_PASSWORD));
        callAs(session, "POST /logout", Map.of());
        Customer.post("/password-reset", Map.of("email", customer.email()));
        String reset = postbox.token(customer.email(), "Choose a new password", 1);
        callAs(null, "POST /password-reset/confirm", Map.of("token", reset, "password", customer.password()));
        for (String way : List.of("POST /waitlist/{entry_id}/admit", "DELETE /waitlist/{entry_id}")) {
            call(way, null, waiting());
        }
        String code = call("POST /invitation-codes", Map.of("uses", 1)).path("code_id");
        call("DELETE /invitation-codes/{code_id}", null, code);
    }

    private void ofThePlatform() {
        call(
                "POST /products",
                Map.of(
                        "product",
                                Map.of(
                                        "id",
                                        "p-" + UUID.randomUUID().toString().substring(0, 8),
                                        "name",
                                        "X",
                                        "version",
                                        "1.0.0"),
                        "chart", Map.of("source", "Archive", "path", "/nowhere"),
                        "plans", List.of(Map.of("id", "starter"))));
        String pack = "p" + UUID.randomUUID().toString().substring(0, 8);
        call(
                "POST /packs",
                Map.of(
                        "name",
                        pack,
                        "version",
                        "1.0.0",
                        "type",
                        "logic",
                        "url",
                        "https://packs.example/" + pack,
                        "sha256",
                        "a".repeat(64),
                        "size",
                        7));
        call("POST /packs/{name}/{version}/deprecate", null, pack, "1.0.0");
        call("POST /packs/{name}/{version}/undeprecate", null, pack, "1.0.0");
        call("POST /operations/pause", null);
        call("POST /operations/resume", null);
        call("POST /scheduled-deletions/run", null);
        update("UPDATE deletion_brake SET engaged_at = now()");
        call("POST /scheduled-deletions/brake/release", null);
        update("UPDATE billing_brake SET engaged_at = now()");
        call("POST /billing/brake/release", null);
    }

    private void ofSpokes() {
        String ordered = call(
                        "POST /provision",
                        Map.of("org_id", orgId, "product_id", customer.product(), "plan", "starter", "region", "eu"))
                .path("spoke_id");
        call("POST /spokes/{spoke_id}/credentials/rotate", null, ordered);
        call("DELETE /spokes/{spoke_id}", null, ordered);
        TestSpoke registered = spokes.make();
        callAs(
                registered.key(),
                "POST /directory",
                Map.of(
                        "did",
                        "did:web:" + registered.id() + ".example.com",
                        "spoke_id",
                        registered.id(),
                        "endpoint",
                        "https://" + registered.id() + ".example.com",
                        "capabilities",
                        List.of()));
    }

    private void ofTheEnd() {
        call("POST /organizations/{org_id}/deactivate", Map.of("reason", "The contract has ended."), orgId);
        call("POST /organizations/{org_id}/reactivate", Map.of(), orgId);
        call("DELETE /organizations/{org_id}", null, orgId);
    }

    private Response call(String route, Object body, String... ids) {
        return callAs(space.adminToken(), route, body, ids);
    }

    /** Calls it until it is done, for what was made before may still be on its way; and looks into the audit. */
    private Response callAs(String token, String route, Object body, String... ids) {
        String[] words = route.split(" ");
        String path = path(words[1], ids);
        String request = UUID.randomUUID().toString();
        Response[] last = new Response[1];
        await(route).atMost(SOON).until(() -> {
            RequestSpecification specification = given(token).header("X-Request-Id", request);
            last[0] = (body == null ? specification : specification.body(body)).request(words[0], path);
            return last[0].statusCode() < 300;
        });
        called.add(route);
        Integer entries = given(space.adminToken())
                .queryParam("request_id", request)
                .get(Customer.ROOT + "/audit")
                .path("items.size()");
        if (entries == 0) {
            unaudited.add(route);
        }
        return last[0];
    }

    private static RequestSpecification given(String token) {
        return token == null ? Customer.json() : Customer.json().header("Authorization", "Bearer " + token);
    }

    private static String path(String template, String... ids) {
        String path = template;
        for (String id : ids) {
            path = path.replaceFirst("\\{[a-z_]+}", id);
        }
        return Customer.ROOT + path;
    }

    private String waiting() {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("""
                    INSERT INTO waitlist (email, email_key, created_at)
                    SELECT a, a, now() FROM (SELECT gen_random_uuid() || '@acme.example' AS a) AS address RETURNING id
                    """).getSingleResult())
                .toString();
    }

    private void update(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }
}
