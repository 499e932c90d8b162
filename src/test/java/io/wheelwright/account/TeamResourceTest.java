package io.wheelwright.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.access.MemberRole;
import io.wheelwright.account.TestAccounts.TestMember;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import io.wheelwright.support.Together;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members of an organization and those who are invited. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class TeamResourceTest {

    private static final String PASSWORD = "granite otter parcel nine";

    @Inject
    TestAccounts accounts;

    @Inject
    TestSpokes spokes;

    @Inject
    Postbox postbox;

    HubSpace space;

    private String orgId;
    private TestMember owner;
    private TestMember admin;
    private TestMember viewer;
    private String subject;

    @BeforeEach
    void anOrganizationOfThree() {
        String name = "Team " + UUID.randomUUID().toString().substring(0, 8);
        subject = "You are invited to " + name;
        orgId = as(space.adminToken())
                .body(Map.of("name", name, "email", "ada@acme.example"))
                .post(Customer.ROOT + "/organizations")
                .path("org_id");
        owner = accounts.member(orgId, MemberRole.owner);
        admin = accounts.member(orgId, MemberRole.admin);
        viewer = accounts.member(orgId, MemberRole.viewer);
    }

    @Test
    void membersSeeWhoBelongsToTheirOrganization() {
        as(viewer)
                .get(path("/members"))
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("items.email", contains(owner.email(), admin.email(), viewer.email()))
                .body("items.role", contains("owner", "admin", "viewer"));
    }

    @Test
    void membersSeeTheirOwnSpokesOnly() {
        TestSpoke own = spokes.make(orgId);
        spokes.make();
        String foreign = newest(as(space.adminToken()).queryParam("limit", 1)).path("next_cursor");

        newest(as(viewer)).then().statusCode(200).body("items.spoke_id", contains(own.id()));
        newest(as(viewer).queryParam("cursor", foreign)).then().statusCode(200).body("items", empty());
    }

    @ParameterizedTest
    @CsvSource({
        "owner, viewer, owner, 200",
        "owner, admin, viewer, 200",
        "admin, viewer, admin, 200",
        "admin, viewer, owner, 403",
        "admin, owner, viewer, 403",
        "admin, admin, viewer, 200",
        "viewer, viewer, admin, 403"
    })
    void aRoleDecidesWhoseRoleIsChanged(MemberRole acting, MemberRole member, MemberRole wanted, int status) {
        change(of(acting), of(member), wanted).then().statusCode(status);
    }

    @Test
    void theOnlyOwnerStays() {
        change(owner, owner, MemberRole.admin).then().statusCode(409);
        remove(owner, owner).then().statusCode(409).body("detail", containsString("only owner"));
        change(owner, admin, MemberRole.owner).then().statusCode(200);

        remove(owner, owner).then().statusCode(200);

        as(owner).get(path("/members")).then().statusCode(404);
    }

    @Test
    void ofTwoOwnersWhoGoAtOnceOneStays() throws Exception {
        change(owner, admin, MemberRole.owner);
        List<TestMember> owners = List.of(owner, admin);
        AtomicInteger next = new AtomicInteger();

        List<Response> answers = Together.call(2, () -> {
            TestMember leaving = owners.get(next.getAndIncrement());
            return remove(leaving, leaving);
        });

        assertThat(answers.stream().map(Response::statusCode)).containsExactlyInAnyOrder(200, 409);
    }

    @Test
    void everybodyMayLeaveAndIsOutAtOnce() {
        remove(viewer, admin).then().statusCode(403);
        remove(viewer, viewer).then().statusCode(200);

        as(viewer).get(path("")).then().statusCode(404);
        as(space.adminToken())
                .queryParam("object", orgId + "/" + viewer.userId())
                .get(Customer.ROOT + "/audit")
                .then()
                .body("items.action", contains("leave"))
                .body("items.actor", contains("user:" + viewer.userId()));
    }

    @Test
    void whoIsNewJoinsWithAPasswordAndTheLinkIsGoodOnce() {
        String email = "bob-" + UUID.randomUUID() + "@acme.example";
        invite(admin, email, MemberRole.viewer)
                .then()
                .statusCode(201)
                .body("email", equalTo(email))
                .body("$", not(hasItem("token")));
        String token = postbox.token(email, subject, 1);

        accept(token, "password1234").then().statusCode(400);
        accept(token, PASSWORD)
                .then()
                .statusCode(200)
                .body("org_id", equalTo(orgId))
                .body("role", equalTo("viewer"));

        accept(token, PASSWORD).then().statusCode(404);
        String session = Customer.post("/login", Map.of("email", email, "password", PASSWORD))
                .path("access_token");
        Customer.me(session)
                .then()
                .body("organizations.org_id", contains(orgId))
                .body("email_verified", equalTo(true));
        as(admin).get(path("/invitations")).then().body("total", equalTo(0));
    }

    @Test
    void whileBillingSuspendsItAccessIsTakenAwayAndNotGained() {
        String early = "bob-" + UUID.randomUUID() + "@acme.example";
        String late = "eve-" + UUID.randomUUID() + "@acme.example";
        invite(admin, early, MemberRole.viewer).then().statusCode(201);
        String withdrawn = invite(admin, late, MemberRole.admin).path("invitation_id");
        String token = postbox.token(early, subject, 1);
        String lateToken = postbox.token(late, subject, 1);
        bill("suspended");

        accept(token, PASSWORD).then().statusCode(403).body("type", endsWith("/organization-suspended"));
        invite(owner, "amy-" + late, MemberRole.viewer).then().statusCode(403);
        change(owner, viewer, MemberRole.admin).then().statusCode(403);
        as(owner).delete(path("/invitations/" + withdrawn)).then().statusCode(200);
        remove(owner, viewer).then().statusCode(200);

        bill("active");
        accept(token, PASSWORD).then().statusCode(200);
        accept(lateToken, PASSWORD).then().statusCode(404);
    }

    private void bill(String state) {
        as(space.adminToken())
                .body(Map.of("state", state))
                .put(path("/billing-state"))
                .then()
                .statusCode(200);
    }

    @Test
    void whoHasAnAccountIsInvitedWhereTheAccountSays() {
        Customer customer = Customer.of(space);
        customer.signUp();
        customer.confirm(postbox.token(customer.email(), "Confirm your address", 1));

        invite(owner, customer.email().toUpperCase(Locale.ROOT), MemberRole.viewer)
                .then()
                .statusCode(201)
                .body("email", equalTo(customer.email().toUpperCase(Locale.ROOT)));

        accept(postbox.token(customer.email(), subject, 1), customer.password())
                .then()
                .statusCode(200);
    }

    @Test
    void whoHasAnAccountJoinsByItsPasswordOrItsSession() {
        Customer customer = Customer.of(space);
        customer.signUp();
        customer.confirm(postbox.token(customer.email(), "Confirm your address", 1));
        invite(owner, customer.email(), MemberRole.admin).then().statusCode(201);
        String token = postbox.token(customer.email(), subject, 1);

        accept(token, "not the password").then().statusCode(401);
        as(viewer)
                .body(Map.of("token", token))
                .post(Customer.ROOT + "/invitations/accept")
                .then()
                .statusCode(409);
        accept(token, customer.password()).then().statusCode(200).body("role", equalTo("admin"));

        String session = customer.logIn().path("access_token");
        Customer.me(session).then().body("organizations.size()", equalTo(2));
        as(session).delete(path("/members/" + userId(session))).then().statusCode(200);
        invite(owner, customer.email(), MemberRole.viewer);
        as(session)
                .body(Map.of("token", postbox.token(customer.email(), subject, 2)))
                .post(Customer.ROOT + "/invitations/accept")
                .then()
                .statusCode(200)
                .body("role", equalTo("viewer"));
    }

    @Test
    void anInvitationThatWasWithdrawnOrReplacedIsGoodForNothing() {
        String email = "eve-" + UUID.randomUUID() + "@acme.example";
        invite(owner, email, MemberRole.owner);
        String replaced = postbox.token(email, subject, 1);
        String id = invite(owner, email, MemberRole.admin).path("invitation_id");
        String withdrawn = postbox.token(email, subject, 2);
        accept(replaced, PASSWORD).then().statusCode(404);

        as(admin).delete(path("/invitations/" + id)).then().statusCode(200);

        accept(withdrawn, PASSWORD).then().statusCode(404);
        as(admin).delete(path("/invitations/" + id)).then().statusCode(404);
    }

    @Test
    void anInvitationGivesNothingThatItsSenderHasLost() {
        String email = "mallory-" + UUID.randomUUID() + "@acme.example";
        invite(admin, email, MemberRole.admin);
        String token = postbox.token(email, subject, 1);

        change(owner, admin, MemberRole.viewer);
        accept(token, PASSWORD).then().statusCode(404);
        remove(owner, admin);
        accept(token, PASSWORD).then().statusCode(404);
    }

    @Test
    void nobodyEndsTheInvitationOfAnOwnerByAnother() {
        String email = "bob-" + UUID.randomUUID() + "@acme.example";
        invite(owner, email, MemberRole.owner);
        String token = postbox.token(email, subject, 1);

        invite(admin, email, MemberRole.viewer).then().statusCode(403);

        accept(token, PASSWORD).then().statusCode(200).body("role", equalTo("owner"));
    }

    @Test
    void aRoleDecidesWhoIsInvited() {
        String email = UUID.randomUUID() + "@acme.example";

        invite(viewer, email, MemberRole.viewer).then().statusCode(403);
        invite(admin, email, MemberRole.owner).then().statusCode(403);
        invite(admin, viewer.email(), MemberRole.viewer).then().statusCode(409);
        as(space.adminToken())
                .body(Map.of("email", email, "role", "owner"))
                .post(path("/invitations"))
                .then()
                .statusCode(201);
    }

    @Test
    void anOrganizationInvitesTwentyInADay() {
        for (int i = 0; i < 20; i++) {
            invite(owner, i + "-" + UUID.randomUUID() + "@acme.example", MemberRole.viewer)
                    .then()
                    .statusCode(201);
        }

        invite(owner, UUID.randomUUID() + "@acme.example", MemberRole.viewer)
                .then()
                .statusCode(429);
    }

    private static Response newest(RequestSpecification request) {
        return request.queryParam("sort", "-created_at").get(Customer.ROOT + "/fleet/spokes");
    }

    private TestMember of(MemberRole role) {
        return Map.of(MemberRole.owner, owner, MemberRole.admin, admin, MemberRole.viewer, viewer)
                .get(role);
    }

    private static String userId(String session) {
        return Customer.me(session).path("user_id");
    }

    private Response change(TestMember acting, TestMember member, MemberRole role) {
        return as(acting).body(Map.of("role", role)).patch(path("/members/" + member.userId()));
    }

    private Response remove(TestMember acting, TestMember member) {
        return as(acting).delete(path("/members/" + member.userId()));
    }

    private Response invite(TestMember acting, String email, MemberRole role) {
        return as(acting).body(Map.of("email", email, "role", role)).post(path("/invitations"));
    }

    private static Response accept(String token, String password) {
        return Customer.post("/invitations/accept", Map.of("token", token, "password", password));
    }

    private String path(String part) {
        return Customer.ROOT + "/organizations/" + orgId + part;
    }

    private static RequestSpecification as(TestMember member) {
        return as(member.accessToken());
    }

    private static RequestSpecification as(String token) {
        return given().contentType("application/json").header("Authorization", "Bearer " + token);
    }
}
