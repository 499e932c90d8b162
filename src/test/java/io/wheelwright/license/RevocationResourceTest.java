package io.wheelwright.license;

import static io.restassured.RestAssured.given;
import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.fleet.LicenseStanding;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.organization.Organizations;
import io.wheelwright.organization.TestOrganizations;
import io.wheelwright.support.HubTestResource;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class RevocationResourceTest {

    private static final String LICENSES = "/hub/api/v1/licenses/";

    @Inject
    LicenseIssuer issuer;

    @Inject
    LicenseMetrics metrics;

    @Inject
    Event<LicenseReplaced> replaced;

    @Inject
    LicenseConfig config;

    @Inject
    LicenseStanding standing;

    @Inject
    TestSpokes spokes;

    @Inject
    Organizations organizations;

    HubSpace space;

    private final String org = "org-" + UUID.randomUUID().toString().substring(0, 8);
    private TestSpoke spoke;

    @BeforeEach
    void aCustomer() {
        organizations.observe(TestOrganizations.named(org));
        spoke = spokes.make(org);
    }

    @Test
    void theAgentHearsOfItAtItsNextHeartbeatAndFindsItsLicenseReplaced() {
        issuer.issue(subject(4, false));
        awaitHeartbeat("Full", true);

        revoke("The contract has ended.")
                .statusCode(200)
                .body("revocation.reason", equalTo("The contract has ended."))
                .body("revocation.revoked_by", equalTo("admin"))
                .body("licenses[0].decoded.access", equalTo("none"));

        awaitHeartbeat("None", false);
        JsonNode claims = claims(fetch());
        assertThat(claims.path("rev").asLong()).isEqualTo(5);
        assertThat(claims.path("access").asText()).isEqualTo("none");
        assertThat(claims.path("revoked").asBoolean()).isTrue();
        history()
                .body("items.action", contains("generated", "revoked"))
                .body("items.reason", contains("Manual", "The contract has ended."))
                .body("items[0].superseded_at", notNullValue())
                .body("items[0].revoked_at", notNullValue())
                .body("items[1].superseded_at", nullValue())
                .body("items[1].revoked_at", nullValue());
    }

    @Test
    void theAgentHearsOfEachRevision() {
        issuer.issue(subject(4, false));
        Awaitility.await().atMost(SOON).untilAsserted(() -> heartbeat().body("license_revision", equalTo(4)));

        issuer.issue(subject(5, false));

        Awaitility.await().atMost(SOON).untilAsserted(() -> heartbeat().body("license_revision", equalTo(5)));
    }

    @Test
    void theOperatorIssuesTheVeryLicenseThatTheAgentHasFetched() {
        issuer.issue(subject(1, false));
        revoke("x");
        Awaitility.await().atMost(SOON).until(() -> standing.isRevoked(spoke.uid(), org + "-uid"));

        assertThat(issuer.issue(subject(2, true)).token()).isEqualTo(fetch());
        history().body("total", equalTo(2));
    }

    @Test
    void aRevocationWaitsForNoKey() {
        issuer.issue(subject(1, false));
        LicenseKey away = new LicenseKey(new KeySource() {
            @Override
            public KeyRing load() {
                throw new IllegalArgumentException("the token is away");
            }

            @Override
            public Optional<KeyRing> look() {
                return Optional.of(load());
            }
        });
        LicenseIssuer idle = new LicenseIssuer(away, metrics, replaced, config, Clock.systemUTC());

        assertThat(QuarkusTransaction.requiringNew().call(() -> idle.revoke(spoke.uid(), "x")))
                .isTrue();
        history().body("items.revoked_at", contains(notNullValue())).body("items.superseded_at", contains(nullValue()));
        assertThatExceptionOfType(LicenseKeyUnavailable.class)
                .isThrownBy(() -> QuarkusTransaction.requiringNew().call(() -> idle.issue(subject(2, true))));
    }

    /** The Secret still has the first, the agent has fetched the second: neither may stay. */
    @Test
    void whatWasTakenBackBeforeTheOperatorLookedIsSupersededAsWell() {
        issuer.issue(subject(1, false));
        revoke("x");
        admin().post(LICENSES + org + "/reinstate").then().statusCode(200);
        String meaning = issuer.meaningHash(subject(1, false));

        assertThat(issuer.isSuperseded(spoke.uid(), 1)).isTrue();
        assertThat(issuer.nextRevision(spoke.uid(), 1, meaning)).isEqualTo(3);
        issuer.issue(subject(3, false));
        assertThat(claims(fetch()).path("access").asText()).isEqualTo("full");
        assertThat(issuer.isSuperseded(spoke.uid(), 3)).isFalse();
        assertThat(issuer.nextRevision(spoke.uid(), 1, meaning))
                .as("the Secret was not written")
                .isEqualTo(3);
    }

    @Test
    void aSpokeThatComesLaterGetsNoBetterLicense() {
        revoke("x").body("licenses.size()", equalTo(0));

        assertThat(standing.isRevoked("uid-of-a-spoke-that-nobody-knows-yet", org + "-uid"))
                .isTrue();
        assertThat(claims(issuer.issue(subject(1, true)).token()).path("access").asText())
                .isEqualTo("none");
        history().body("items.reason", contains("x"));
    }

    @Test
    void isDoneOnceAndTakenBack() {
        issuer.issue(subject(1, false));
        revoke("first");
        revoke("second").body("revocation.reason", equalTo("first"));
        history().body("total", equalTo(2));

        for (int i = 0; i < 2; i++) {
            admin().post(LICENSES + org + "/reinstate").then().statusCode(200).body("revocation", nullValue());
        }

        awaitHeartbeat("Full", true);
        assertThat(claims(issuer.issue(subject(3, false)).token())
                        .path("access")
                        .asText())
                .isEqualTo("full");
        admin().queryParams("object", org, "kind", "License")
                .get("/hub/api/v1/audit")
                .then()
                .body("items.action", contains("revoke", "reinstate"))
                .body("items[0].after.reason", equalTo("first"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"reason\": \"\"}", "{\"reason\": 1}", "{\"why\": \"x\"}"})
    void needsAReason(String body) {
        admin().contentType("application/json")
                .body(body)
                .post(LICENSES + org + "/revoke")
                .then()
                .statusCode(400);
        admin().get(LICENSES + org).then().body("revocation", nullValue());
    }

    @Test
    void ofAnOrganizationThatIsNotThereIsNotFound() {
        admin().contentType("application/json")
                .body(Map.of("reason", "x"))
                .post(LICENSES + "nobody/revoke")
                .then()
                .statusCode(404);
        admin().post(LICENSES + "nobody/reinstate").then().statusCode(404);
    }

    private ValidatableResponse revoke(String reason) {
        return admin().contentType("application/json")
                .body(Map.of("reason", reason))
                .post(LICENSES + org + "/revoke")
                .then();
    }

    private ValidatableResponse history() {
        return admin().get(LICENSES + org + "/history").then().statusCode(200);
    }

    /** A hub tells of what another one has changed within a second. */
    private void awaitHeartbeat(String access, boolean licensed) {
        Awaitility.await().atMost(SOON).untilAsserted(() -> heartbeat()
                .body("access", equalTo(access))
                .body("license_valid", equalTo(licensed)));
    }

    private ValidatableResponse heartbeat() {
        return given().header("Authorization", "Bearer " + spoke.key())
                .contentType("application/json")
                .body(Map.of("spoke_id", spoke.id(), "os_version", "1.0.0", "status", "healthy", "uptime_seconds", 1))
                .post("/hub/api/v1/heartbeat")
                .then()
                .statusCode(200);
    }

    private String fetch() {
        return given().header("Authorization", "Bearer " + spoke.key())
                .get("/hub/api/v1/spokes/" + spoke.id() + "/license")
                .then()
                .statusCode(200)
                .extract()
                .path("license");
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken());
    }

    private LicenseSubject subject(long revision, boolean revoked) {
        return new LicenseSubject(
                spoke.uid(),
                spoke.id(),
                org + "-uid",
                org,
                "Acme",
                Entitlement.of(null, PlanSpecBuilder.builder().id("starter").build(), null, Instant.now()),
                0,
                revision,
                "manual",
                false,
                Optional.empty(),
                Optional.empty(),
                revoked,
                LicenseCause.of("Manual", null));
    }

    private static JsonNode claims(String token) {
        byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return Json.read(new String(payload, StandardCharsets.UTF_8), JsonNode.class);
    }
}
