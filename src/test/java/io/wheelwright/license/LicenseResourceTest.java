package io.wheelwright.license;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.Digest;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A spoke may fetch its license as often as it likes: the history tells of what changed. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class LicenseResourceTest {

    @Inject
    LicenseIssuer issuer;

    @Inject
    TestSpokes spokes;

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

    private static String fetch(TestSpoke spoke) {
        return given().header("Authorization", "Bearer " + spoke.key())
                .get("/hub/api/v1/spokes/" + spoke.id() + "/license")
                .then()
                .statusCode(200)
                .extract()
                .path("license");
    }

    private static LicenseSubject subject(TestSpoke spoke, long revision) {
        Entitlement entitlement =
                Entitlement.of(null, PlanSpecBuilder.builder().id("starter").build(), null, Instant.now());
        return new LicenseSubject(
                spoke.uid(), spoke.id(), "acme-uid", "Acme", entitlement, revision, false, Optional.empty());
    }

    private static List<LicenseEntity> history(TestSpoke spoke) {
        return QuarkusTransaction.requiringNew().call(() -> LicenseEntity.<LicenseEntity>list("spokeUid", spoke.uid()));
    }

    private static JsonNode claims(String token) {
        byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return Json.read(new String(payload, StandardCharsets.UTF_8), JsonNode.class);
    }
}
