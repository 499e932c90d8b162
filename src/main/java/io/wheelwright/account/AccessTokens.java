package io.wheelwright.account;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/**
 * Short-lived tokens by which a session is known. They have a key, an algorithm, an issuer, an audience and a type of
 * their own, so that no license passes for one, and none for a license.
 */
@ApplicationScoped
class AccessTokens {

    static final String ISSUER = "wheelwright-accounts";
    static final String AUDIENCE = "wheelwright-hub";
    static final String TYPE = "at+jwt";
    static final String ALGORITHM = "ES256";
    static final String SESSION = "sid";

    private final SessionKey key;
    private final Duration life;
    private final Clock clock;

    AccessTokens(SessionKey key, WheelwrightConfig config, Clock clock) {
        this.key = key;
        this.life = config.hosted().sessions().access();
        this.clock = clock;
    }

    /** Whom a token is about, and the session it was issued in. */
    record Bearer(UUID userId, UUID sessionId) {}

    Duration life() {
        return life;
    }

    String issue(UUID userId, UUID sessionId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return Jwt.issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(userId.toString())
                .claim(SESSION, sessionId.toString())
                .issuedAt(now)
                .expiresAt(now.plus(life))
                .jws()
                .type(TYPE)
                .algorithm(SignatureAlgorithm.ES256)
                .sign(key.get().getPrivate());
    }

    /** Empty for whatever is no token of ours, or is not good any more. */
    Optional<Bearer> read(String token) {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setExpectedType(true, TYPE)
                    .setExpectedIssuer(ISSUER)
                    .setExpectedAudience(AUDIENCE)
                    .setJwsAlgorithmConstraints(ConstraintType.PERMIT, ALGORITHM)
                    .setVerificationKey(key.get().getPublic())
                    .setRequireSubject()
                    .setRequireExpirationTime()
                    .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                    .build()
                    .processToClaims(token);
            return Optional.of(new Bearer(
                    UUID.fromString(claims.getSubject()), UUID.fromString(claims.getStringClaimValue(SESSION))));
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
