package io.wheelwright.license;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingHold;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.Limit;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.fleet.TestSpokes;
import io.wheelwright.fleet.TestSpokes.TestSpoke;
import io.wheelwright.support.HubTestResource;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Licenses over REST, verified with what the JDK has and with nothing of ours. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class LicenseProofResourceTest {

    @Inject
    TestSpokes spokes;

    @Inject
    LicenseIssuer issuer;

    @Inject
    LicenseKey key;

    @Inject
    LicenseMetrics metrics;

    @Inject
    Event<LicenseReplaced> replaced;

    @Inject
    LicenseConfig config;

    @Inject
    Clock clock;

    @Test
    void thereIsNoneBeforeTheOperatorHasIssuedOne() {
        TestSpoke spoke = spokes.make();
        given().header("Authorization", "Bearer " + spoke.key())
                .get("/hub/api/v1/spokes/" + spoke.id() + "/license")
                .then()
                .statusCode(404);
    }

    @Test
    void isVerifiedByTheKeysThatEverybodyMayRead() throws GeneralSecurityException {
        TestSpoke spoke = spokes.make();
        issue(spoke);

        JsonNode bundle = Json.read(
                given().header("Authorization", "Bearer " + spoke.key())
                        .get("/hub/api/v1/spokes/" + spoke.id() + "/license")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString(),
                JsonNode.class);

        JsonNode published = Json.read(
                given().get("/hub/api/v1/licenses/jwks")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString(),
                JsonNode.class);
        assertThat((Object) bundle.path("jwks")).isEqualTo(published);
        JsonNode claims = verified(bundle.path("license").asText(), published);
        assertThat(claims.path("iss").asText()).isEqualTo("wheelwright");
        assertThat(claims.path("aud").asText()).isEqualTo("wheelwright-spoke");
        assertThat(claims.path("spoke").asText()).isEqualTo(spoke.id());
        assertThat(claims.path("plan").asText()).isEqualTo("starter");
        assertThat(claims.path("access").asText()).isEqualTo("full");
        assertThat(claims.path("limits").path("maxProducts").asInt()).isEqualTo(10);
        assertThat(claims.path("features").path("apiAccess").asBoolean()).isTrue();
        assertThat(claims.path("customerId").asText()).isEqualTo("acme");
        assertThat(claims.path("customerName").asText()).isEqualTo("Acme");
        assertThat(claims.path("trial").toString())
                .isEqualTo("{\"isTrialMode\":true,\"expiresAt\":\"2026-12-05T10:00:00Z\"}");
        assertThat(claims.path("subscription").toString()).isEqualTo("{\"status\":\"trialing\"}");
        assertThat(Duration.ofSeconds(
                        claims.path("exp").asLong() - clock.instant().getEpochSecond()))
                .isBetween(Duration.ofDays(29), Duration.ofDays(30));
    }

    /** Who pays goes on for ten days at least while there is no hub, and who is held for as long as that was said. */
    @ParameterizedTest(name = "{0}, trial {1}, ends {2}, paid until day {3}, held until {4}: a license for {5} days")
    @CsvSource({
        "active,    ,   ,    ,   , 30",
        "active,    ,   ,   3,   , 17",
        "active,    ,   ,  20,   , 30",
        "active,    ,   ,  60,   , 30",
        "active,    ,   ,   0,   , 14",
        "active,    , 10,  10,   , 10",
        "active,    , 40,  40,   , 30",
        "trialing, 5,   ,    ,   ,  5",
        "trialing, 60,  ,    ,   , 30",
        "active,    ,   ,   0, 20, 20",
        "active,    ,   ,   3, 10, 17",
        "active,    ,  5,    , 20, 20",
        "active,    ,   ,   0, 60, 30",
        "trialing, 5,   ,   5, 20, 20",
        "suspended, ,   ,   0,  9,  9",
    })
    void endsWithWhatItSaysOrWithItsLease(
            BillingState state, Integer trial, Integer end, Integer paid, Integer held, long days) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        TestSpoke spoke = spokes.make();
        BillingFacts facts = BillingFactsBuilder.builder()
                .source("test")
                .revision(1L)
                .state(state)
                .trialEndsAt(day(now, trial))
                .endsAt(day(now, end))
                .currentPeriodEnd(day(now, paid))
                .hold(held == null ? null : new BillingHold("A promise.", "ada", day(now, held)))
                .build();

        JsonNode claims = QuarkusTransaction.requiringNew()
                .call(() -> issuerAt(now).issue(subject(spoke, facts, now)))
                .decoded();

        Instant last = now.plus(Duration.ofDays(days));
        assertThat(claims.path("exp").asLong()).isEqualTo(last.getEpochSecond());
        assertThat(QuarkusTransaction.requiringNew()
                        .call(() -> issuerAt(last).current(spoke.uid()))
                        .isPresent())
                .as("another one after it, where it was the lease alone that ended")
                .isEqualTo(days == 30);
        JsonNode subscription = claims.path("subscription");
        assertThat(subscription.path("status").asText()).isEqualTo(state.name());
        if (paid == null) {
            assertThat(claims.has("period_end")).isFalse();
            assertThat(subscription.has("currentPeriodEndsAt")).isFalse();
        } else {
            assertThat(claims.path("period_end").asLong())
                    .isEqualTo(day(now, paid).getEpochSecond());
            assertThat(subscription.path("currentPeriodEndsAt").asText())
                    .isEqualTo(day(now, paid).toString());
        }
    }

    @Test
    void theKeyInPemIsTheOneOfTheKeySet() throws GeneralSecurityException {
        String pem = given().get("/hub/api/v1/licenses/public-key")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        byte[] encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----.*-----", ""));
        RSAPublicKey key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));

        String modulus = given().get("/hub/api/v1/licenses/jwks").path("keys[0].n");
        assertThat(key.getModulus()).isEqualTo(number(modulus));
        assertThat(pem.lines()).allMatch(line -> line.length() <= 64);
    }

    @Test
    void anotherSpokesIsNotThere() {
        TestSpoke spoke = spokes.make();
        issue(spoke);
        given().header("Authorization", "Bearer " + spokes.make().key())
                .get("/hub/api/v1/spokes/" + spoke.id() + "/license")
                .then()
                .statusCode(404);
    }

    private LicenseIssuer issuerAt(Instant now) {
        return new LicenseIssuer(key, metrics, replaced, config, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Instant day(Instant now, Integer number) {
        return number == null ? null : now.plus(Duration.ofDays(number));
    }

    private static LicenseSubject subject(TestSpoke spoke, BillingFacts facts, Instant now) {
        var plan = PlanSpecBuilder.builder().id("starter").build();
        return new LicenseSubject(
                spoke.uid(),
                spoke.id(),
                "acme-uid",
                "acme",
                "Acme",
                Entitlement.of(facts, plan, null, now),
                0,
                1,
                facts.state().name(),
                facts.state() == BillingState.trialing,
                Optional.ofNullable(facts.trialEndsAt()),
                Optional.ofNullable(facts.currentPeriodEnd()),
                false,
                LicenseCause.of("Active", facts));
    }

    private void issue(TestSpoke spoke) {
        var plan = PlanSpecBuilder.builder()
                .id("starter")
                .limits(Map.of("maxProducts", Limit.of(10)))
                .features(Map.of("apiAccess", true))
                .build();
        issuer.issue(new LicenseSubject(
                spoke.uid(),
                spoke.id(),
                "acme-uid",
                "acme",
                "Acme",
                Entitlement.of(null, plan, null, clock.instant()),
                0,
                1,
                "trialing",
                true,
                Optional.of(Instant.parse("2026-12-05T10:00:00Z")),
                Optional.empty(),
                false,
                LicenseCause.of("Trialing", null)));
    }

    private static JsonNode verified(String token, JsonNode keys) throws GeneralSecurityException {
        String[] parts = token.split("\\.");
        JsonNode header = Json.read(text(parts[0]), JsonNode.class);
        assertThat(header.path("alg").asText()).isEqualTo("RS256");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key(header.path("kid").asText(), keys));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(bytes(parts[2])))
                .as("the signature is right")
                .isTrue();
        return Json.read(text(parts[1]), JsonNode.class);
    }

    private static PublicKey key(String kid, JsonNode keys) throws GeneralSecurityException {
        JsonNode jwk = StreamSupport.stream(keys.path("keys").spliterator(), false)
                .filter(key -> key.path("kid").asText().equals(kid))
                .findFirst()
                .orElseThrow();
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(
                        number(jwk.path("n").asText()), number(jwk.path("e").asText())));
    }

    private static BigInteger number(String encoded) {
        return new BigInteger(1, bytes(encoded));
    }

    private static String text(String encoded) {
        return new String(bytes(encoded), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String encoded) {
        return Base64.getUrlDecoder().decode(encoded);
    }
}
