package io.wheelwright.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.Json;
import io.wheelwright.support.Hub;
import io.wheelwright.support.Keycloak;
import io.wheelwright.support.Keycloak.Login;
import io.wheelwright.support.Rest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The people who run the platform, when they log in with Keycloak itself: {@code ./mvnw -Pkeycloak}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaffKeycloakIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String CLI = "wheelwright-cli";
    private static final String ACME = "{\"name\": \"Acme\", \"email\": \"ada@acme.example\"}";

    private Keycloak keycloak;
    private Hub hub;

    @BeforeAll
    void aHubWhoseStaffLogsInWithKeycloak() {
        keycloak = Keycloak.start();
        hub = Hub.start(
                "staff",
                Map.of(
                        "wheelwright.staff.enabled", "true",
                        "wheelwright.staff.issuer", keycloak.issuer(),
                        "wheelwright.staff.audience", "wheelwright-hub-api",
                        "wheelwright.staff.role-claim", "realm_access/roles",
                        "wheelwright.staff.admins", "platform-admins",
                        "wheelwright.staff.viewers", "platform-viewers"));
    }

    @AfterAll
    void end() {
        if (hub != null) {
            hub.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void anAdminIsNamedByTheAudit() {
        String created = as(token("grace")).post("/organizations", ACME, 201);
        String orgId = Json.read(created, JsonNode.class).path("org_id").asText();

        String audit = as(token("heidi")).get("/audit?object=" + orgId, 200);

        assertThat(Json.read(audit, JsonNode.class).at("/items/0/actor").asText())
                .isEqualTo("staff:grace");
    }

    @Test
    void aViewerLooksAndChangesNothing() {
        Rest heidi = as(token("heidi"));

        heidi.get("/organizations", 200);
        heidi.post("/organizations", ACME, 403);
    }

    @Test
    void whatKeycloakCallsAnAdminIsNobodyHere() {
        as(token("mallory")).get("/organizations", 403);
    }

    @Test
    void onlyAccessTokensOfTheRealmForTheHubAreTaken() {
        as(keycloak.login("elsewhere", "grace").accessToken()).get("/organizations", 401);
        as(keycloak.login(CLI, "grace").idToken()).get("/organizations", 401);
        as(keycloak.masterToken()).get("/organizations", 401);
        hub.rest().get("/organizations", 401);
    }

    @Test
    void aTokenIsGoodUntilItEndsAndNoLongerHoweverItsHolderLogsOut() {
        Login login = keycloak.login("brief", "grace");
        Rest grace = as(login.accessToken());
        grace.get("/organizations", 200);

        keycloak.logout("brief", login);

        assertThat(keycloak.renews("brief", login)).isFalse();
        grace.get("/organizations", 200);
        await().atMost(PATIENCE).untilAsserted(() -> grace.get("/organizations", 401));
    }

    @Test
    void aKeyThatKeycloakChangesIsLearned() {
        String before = token("grace");
        as(before).get("/organizations", 200);

        keycloak.changeKey();
        String after = token("grace");

        assertThat(key(after)).isNotEqualTo(key(before));
        as(after).get("/organizations", 200);
        as(before).get("/organizations", 200);
    }

    @Test
    void withoutKeycloakTheKeysThatAreKnownGoOnAndAHubThatHasNoneSaysSo() {
        String token = token("grace");
        as(token).get("/organizations", 200);

        keycloak.stop();

        as(token).get("/organizations", 200);
        hub.process().kill();
        hub.process().start().awaitReady();
        assertThat(as(token).get("/organizations", 503)).contains("problems/unavailable");
        as(token).get("/licenses/jwks", 200);

        keycloak.startAgain();

        await().atMost(PATIENCE).untilAsserted(() -> as(token).get("/organizations", 200));
        as(token("grace")).get("/organizations", 200);
    }

    private String token(String user) {
        return keycloak.login(CLI, user).accessToken();
    }

    private Rest as(String token) {
        return hub.rest().as(token);
    }

    /** The key that a token says it is signed with. */
    private static String key(String token) {
        byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
        return Json.read(new String(header, StandardCharsets.UTF_8), JsonNode.class)
                .path("kid")
                .asText();
    }
}
