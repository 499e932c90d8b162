package io.wheelwright.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.build.Jwt;
import io.wheelwright.account.AccessTokens.Bearer;
import io.wheelwright.license.TestLicenses;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A token is good for one thing only. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class AccessTokensResourceTest {

    private static final Duration WHILE = Duration.ofMinutes(5);
    private static final Bearer SOMEBODY = new Bearer(UUID.randomUUID(), UUID.randomUUID());

    @Inject
    AccessTokens tokens;

    @Inject
    SessionKey key;

    @Inject
    TestLicenses licenses;

    @Test
    void saysWhoseItIs() {
        assertThat(tokens.read(tokens.issue(SOMEBODY.userId(), SOMEBODY.sessionId())))
                .contains(SOMEBODY);
        assertThat(tokens.read(signed(AccessTokens.AUDIENCE, WHILE, AccessTokens.TYPE)))
                .contains(SOMEBODY);
    }

    @Test
    void isNotGoodForAnotherAudienceOrType() {
        assertThat(tokens.read(signed("wheelwright-spoke", WHILE, AccessTokens.TYPE)))
                .isEmpty();
        assertThat(tokens.read(signed(AccessTokens.AUDIENCE, WHILE, "JWT"))).isEmpty();
    }

    @Test
    void isNotGoodAfterItsTime() {
        assertThat(tokens.read(signed(AccessTokens.AUDIENCE, Duration.ofSeconds(-1), AccessTokens.TYPE)))
                .isEmpty();
    }

    @Test
    void isNotGoodFromAnotherIssuerOrKey() {
        PrivateKey own = key.get().getPrivate();
        PrivateKey other = SessionKey.generate().getPrivate();
        assertThat(tokens.read(TestAccounts.sign(
                        TestAccounts.claims(AccessTokens.AUDIENCE, WHILE, SOMEBODY)
                                .issuer("wheelwright"),
                        AccessTokens.TYPE,
                        own)))
                .isEmpty();
        assertThat(tokens.read(TestAccounts.sign(
                        TestAccounts.claims(AccessTokens.AUDIENCE, WHILE, SOMEBODY), AccessTokens.TYPE, other)))
                .isEmpty();
    }

    @Test
    void isSignedAtAll() {
        String[] parts = tokens.issue(SOMEBODY.userId(), SOMEBODY.sessionId()).split("\\.");
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"at+jwt\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(tokens.read(none + "." + parts[1] + ".")).isEmpty();
        assertThat(tokens.read(parts[0] + "." + parts[1] + ".")).isEmpty();
        assertThat(tokens.read(parts[0] + "." + parts[1] + "x." + parts[2])).isEmpty();
        assertThat(tokens.read("")).isEmpty();
        assertThat(tokens.read("a.b.c")).isEmpty();
    }

    @Test
    void noLicensePassesForOne() {
        assertThat(tokens.read(licenses.license(Map.of(
                        "iss",
                        AccessTokens.ISSUER,
                        "sub",
                        SOMEBODY.userId().toString(),
                        AccessTokens.SESSION,
                        SOMEBODY.sessionId().toString()))))
                .isEmpty();
        String hmac = Jwt.claims(Map.of("sub", SOMEBODY.userId().toString()))
                .issuer(AccessTokens.ISSUER)
                .audience(AccessTokens.AUDIENCE)
                .signWithSecret("a secret of thirty-two characters");
        assertThat(tokens.read(hmac)).isEmpty();
    }

    private String signed(String audience, Duration life, String type) {
        return TestAccounts.sign(
                TestAccounts.claims(audience, life, SOMEBODY), type, key.get().getPrivate());
    }
}
