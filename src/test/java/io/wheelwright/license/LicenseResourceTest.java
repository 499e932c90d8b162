package io.wheelwright.license;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.wheelwright.Digest;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingHold;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.lab.HubSpace;
import io.wheelwright.organization.Organizations;
import io.wheelwright.organization.TestOrganizations;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A spoke may fetch its license as often as it likes: the history tells of what changed. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class LicenseResourceTest {

    @Inject
    LicenseIssuer issuer;

    @Inject
    TestSpokes spokes;

    @Inject
    Organizations organizations;

    HubSpace space;

    @Test
    void theSameLicenseIsFetchedWithoutATrace() {
        TestSpoke spoke = spokes.make();
        IssuedLicense issued = issuer.issue(subject(spoke, 1));

        assertThat(List.of(fetch(spoke), fetch(spoke), fetch(spoke))).containsOnly(issued.token());

        assertThat(history(spoke)).singleElement().satisfies(row -> {
            assertThat(row.jti).isEqualTo(issued.jti());
            assertThat(row.sha256).isEqualTo(Digest.sha256(issued.token()));
        });
    }

    @Test
    void aLicenseThatIsOlderThanADayIsRenewedOnce() {
        TestSpoke spoke = spokes.make();
        IssuedLicense first = issuer.issue(subject(spoke, 3));
        QuarkusTransaction.requiringNew().run(() -> {
            LicenseEntity row = LicenseEntity.findById(first.jti());
            row.issuedAt = Instant.now().minus(LicenseIssuer.RENEWAL).minus(Duration.ofMinutes(1));
        });

        String renewed = fetch(spoke);

        assertThat(renewed).isNotEqualTo(first.token()).isEqualTo(fetch(spoke));
        assertThat(claims(renewed).path("rev").asLong()).isEqualTo(3);
        assertThat(history(spoke)).hasSize(2).extracting(row -> row.meaningHash).containsOnly(first.meaningHash());
    }

    @Test
    void theHistorySaysWhyEachWasIssuedAndKeepsNoToken() {
        String org = "org-" + UUID.randomUUID().toString().substring(0, 8);
        organizations.observe(TestOrganizations.named(org));
        TestSpoke spoke = spokes.make(org);
        List<String> tokens = Stream.of(
                        subject(spoke, org, 1, "starter", 0, BillingState.active),
                        subject(spoke, org, 2, "growth", 1, BillingState.active),
                        subject(spoke, org, 3, "growth", 1, BillingState.past_due),
                        subject(spoke, org, 4, "starter", 0, BillingState.active),
                        subject(spoke, org, 5, "starter", 0, BillingState.suspended),
                        subject(spoke, org, 6, "starter", 0, BillingState.active))
                .map(subject -> issuer.issue(subject).token())
                .toList();

        String history = admin().get("/hub/api/v1/licenses/" + org + "/history")
                .then()
                .statusCode(200)
                .body("total", equalTo(6))
                .body(
                        "items.action",
                        contains("generated", "upgraded", "renewed", "downgraded", "suspended", "renewed"))
                .body("items.plan", contains("starter", "growth", "growth", "starter", "starter", "starter"))
                .body("items.access", contains("full", "full", "read_only", "full", "none", "full"))
                .body("items.reason", contains("Active", "Active", "PaymentPastDue", "Active", "Unpaid", "Active"))
                .body("items.billing_source", everyItem(equalTo("test")))
                .body("items.billing_revision", contains(1, 2, 3, 4, 5, 6))
                .body("items.findAll { it.superseded_at == null }.revision", contains(6))
                .body("items.revoked_at", everyItem(nullValue()))
                .body(
                        "items.sha256",
                        equalTo(tokens.stream().map(Digest::sha256).toList()))
                .extract()
                .asString();
        assertThat(history).doesNotContain(tokens);
        admin().get("/hub/api/v1/licenses/" + org + "/history?limit=4&cursor=0")
                .then()
                .body("items", hasSize(4))
                .body("next_cursor", not(emptyOrNullString()));
        admin().get("/hub/api/v1/licenses/statistics")
                .then()
                .statusCode(200)
                .body("counts.find { it.action == 'upgraded' && it.plan == 'growth' }.count", greaterThan(0));
    }

    @Test
    void anAdministratorSeesTheLicenseThatEachSpokeHas() {
        String org = "org-" + UUID.randomUUID().toString().substring(0, 8);
        organizations.observe(TestOrganizations.named(org));
        TestSpoke spoke = spokes.make(org);
        TestSpoke gone = spokes.make(org);
        spokes.make(org);
        String token = issuer.issue(subject(spoke, org, 1, "starter", 0, BillingState.active))
                .token();
        issuer.issue(subject(gone, org, 1, "starter", 0, BillingState.active));
        spokes.end(gone);

        admin().get("/hub/api/v1/licenses/" + org)
                .then()
                .statusCode(200)
                .body("licenses.spoke_id", contains(spoke.id()))
                .body("licenses[0].license", equalTo(token))
                .body("licenses[0].decoded.customerId", equalTo(org))
                .body("licenses[0].decoded.rev", equalTo(1))
                .body("licenses[0].decoded.subscription.status", equalTo("active"));
        assertThat(history(spoke)).hasSize(1);
        admin().get("/hub/api/v1/licenses/nobody").then().statusCode(404);
        admin().get("/hub/api/v1/licenses/nobody/history").then().statusCode(404);
    }

    @Test
    void whoIsHeldHasOneUntilTheHoldEndsAlthoughNothingIsPaid() {
        TestSpoke spoke = spokes.make();
        Instant until = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
        BillingFacts facts = BillingFactsBuilder.builder()
                .source("test")
                .state(BillingState.suspended)
                .hold(new BillingHold("They pay on Monday.", "ada", until))
                .revision(1L)
                .build();
        PlanSpec plan = PlanSpecBuilder.builder().id("starter").build();
        LicenseSubject subject = new LicenseSubject(
                spoke.uid(),
                spoke.id(),
                "acme-uid",
                "acme",
                "Acme",
                Entitlement.of(facts, plan, null, Instant.now()),
                0,
                1,
                "suspended",
                false,
                Optional.empty(),
                Optional.of(Instant.now().minus(Duration.ofDays(60))),
                false,
                LicenseCause.of("BillingHeld", facts));

        IssuedLicense license = issuer.issue(subject);

        assertThat(license.expiresAt()).isEqualTo(until);
        assertThat(claims(license.token()).path("access").asText()).isEqualTo("full");
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + space.adminToken());
    }

    private static String fetch(TestSpoke spoke) {
        return given().header("Authorization", "Bearer " + spoke.key())
                .get("/hub/api/v1/spokes/" + spoke.id() + "/license")
                .then()
                .statusCode(200)
                .extract()
                .path("license");
    }

    private static LicenseSubject subject(TestSpoke spoke, long revision) {
        return subject(spoke, "acme", revision, "starter", 0, BillingState.active);
    }

    private static LicenseSubject subject(
            TestSpoke spoke, String org, long revision, String plan, int rank, BillingState state) {
        BillingFacts facts =
                Json.convert(Map.of("source", "test", "state", state, "revision", revision), BillingFacts.class);
        Entitlement entitlement =
                Entitlement.of(facts, PlanSpecBuilder.builder().id(plan).build(), null, Instant.now());
        return new LicenseSubject(
                spoke.uid(),
                spoke.id(),
                org + "-uid",
                org,
                "Acme",
                entitlement,
                rank,
                revision,
                state.name(),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                LicenseCause.of(entitlement.reason(), facts));
    }

    private static List<LicenseEntity> history(TestSpoke spoke) {
        return QuarkusTransaction.requiringNew().call(() -> LicenseEntity.<LicenseEntity>list("spokeUid", spoke.uid()));
    }

    private static JsonNode claims(String token) {
        byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return Json.read(new String(payload, StandardCharsets.UTF_8), JsonNode.class);
    }
}
