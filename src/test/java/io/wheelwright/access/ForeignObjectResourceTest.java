package io.wheelwright.access;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.account.TestAccounts;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What belongs to one organization is not there under the path of another, whoever asks. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class ForeignObjectResourceTest {

    private static final String ORGANIZATIONS = "/hub/api/v1/organizations/";

    @Inject
    TestAccounts accounts;

    HubSpace space;

    private String own;
    private String other;
    private String stranger;
    private String owner;

    /** Something done to an object of an organization. */
    private record Act(String method, String path, Map<String, String> body) {

        Act(String method, String path) {
            this(method, path, Map.of());
        }
    }

    @BeforeEach
    void twoOrganizations() {
        own = made("Acme");
        other = made("Elsewhere");
        stranger = accounts.member(own, MemberRole.owner).accessToken();
        owner = accounts.member(other, MemberRole.owner).accessToken();
    }

    @Test
    void isNotThereUnderThePathOfAnotherOrganizationAndStaysAsItIs() {
        String token = "/tokens/" + post("/tokens", Map.of("name", "ci", "scopes", List.of("read")), "token_id");
        String invited = UUID.randomUUID() + "@acme.example";
        String invitation =
                "/invitations/" + post("/invitations", Map.of("email", invited, "role", "viewer"), "invitation_id");
        String member = "/members/" + accounts.member(other, MemberRole.viewer).userId();
        String export = "/exports/" + post("/exports", Map.of(), "id");
        await().atMost(SOON).until(() -> "ready"
                .equals(as(owner).get(ORGANIZATIONS + other + export).path("state")));
        List<Act> acts = List.of(
                new Act("PATCH", member, Map.of("role", "admin")),
                new Act("GET", export),
                new Act("POST", export + "/link"),
                new Act("DELETE", token),
                new Act("DELETE", invitation),
                new Act("DELETE", member));
        List<String> before = seen(export);

        for (Act act : acts) {
            for (String caller : List.of(stranger, space.adminToken())) {
                assertThat(answer(act, caller, own).statusCode()).as("%s", act).isEqualTo(404);
            }
        }

        assertThat(seen(export)).isEqualTo(before);
        for (Act act : acts) {
            assertThat(answer(act, owner, other).statusCode())
                    .as("%s by who may", act)
                    .isLessThan(300);
        }
    }

    /** What the organization's owner sees of all of it. */
    private List<String> seen(String export) {
        return List.of("/tokens", "/invitations", "/members", export).stream()
                .map(path -> as(owner)
                        .get(ORGANIZATIONS + other + path)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .toList();
    }

    private static Response answer(Act act, String caller, String organization) {
        RequestSpecification request = as(caller);
        return (act.body().isEmpty() ? request : request.body(act.body()))
                .request(act.method(), ORGANIZATIONS + organization + act.path());
    }

    private String post(String path, Map<String, ?> body, String id) {
        Response made = as(owner).body(body).post(ORGANIZATIONS + other + path);
        assertThat(made.statusCode()).as(path).isBetween(200, 299);
        return made.path(id);
    }

    private String made(String name) {
        return as(space.adminToken())
                .body(Map.of("name", name, "email", "ada@acme.example"))
                .post("/hub/api/v1/organizations")
                .path("org_id");
    }

    private static RequestSpecification as(String token) {
        return given().contentType("application/json").header("Authorization", "Bearer " + token);
    }
}
