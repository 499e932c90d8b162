package io.wheelwright.license;

import io.smallrye.jwt.build.Jwt;
import io.wheelwright.Digest;
import io.wheelwright.Json;
import io.wheelwright.WheelwrightConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * Signs licenses. A license is a lease: it ends at the deadline of the state it describes, and at the end of the lease
 * at the latest. The hub keeps what a license said, never the token.
 */
@ApplicationScoped
public class LicenseIssuer {

    /** Audience claim: a license is for the software of a spoke and nothing else. */
    public static final String AUDIENCE = "wheelwright-spoke";

    /** How far the clock of a spoke may be behind. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** A hub that is away at the end of a paid period stops nobody who pays. */
    private static final Duration SLACK = Duration.ofDays(14);

    private final LicenseKey key;
    private final WheelwrightConfig.License config;
    private final Clock clock;

    LicenseIssuer(LicenseKey key, WheelwrightConfig config, Clock clock) {
        this.key = key;
        this.config = config.license();
        this.clock = clock;
    }

    /** Issues a license and records it in the history. */
    @Transactional
    public IssuedLicense issue(LicenseSubject subject) {
        return sign(subject.spokeUid(), LicenseClaims.of(subject), subject.revision(), deadline(subject));
    }

    /** Issues anew what the last license of the spoke says; empty while there was none. */
    @Transactional
    public Optional<IssuedLicense> reissue(String spokeUid) {
        return LicenseEntity.newest(spokeUid)
                .filter(last -> last.deadline == null || clock.instant().isBefore(last.deadline))
                .map(last -> sign(spokeUid, Json.read(last.claims, LicenseClaims.class), last.revision, last.deadline));
    }

    /** Identity of what a license for the subject says: revision and time of issue do not matter. */
    public String meaningHash(LicenseSubject subject) {
        return meaningHash(LicenseClaims.of(subject), deadline(subject));
    }

    /** The key set that verifies licenses. */
    public String jwks() {
        return key.get().jwks();
    }

    private IssuedLicense sign(String spokeUid, LicenseClaims claims, long revision, Instant deadline) {
        SigningKey signer = key.get();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant lease = now.plus(config.lease());
        Instant expires = deadline == null || lease.isBefore(deadline) ? lease : deadline;
        String jti = UUID.randomUUID().toString();
        String token = Jwt.claims(claims.asMap())
                .issuer(config.issuer())
                .audience(AUDIENCE)
                .issuedAt(now)
                .claim("nbf", now.minus(SKEW).getEpochSecond())
                .expiresAt(expires)
                .claim("jti", jti)
                .claim("rev", revision)
                .jws()
                .keyId(signer.kid())
                .sign(signer.privateKey());
        IssuedLicense license =
                new IssuedLicense(token, jti, expires, Digest.sha256(token), meaningHash(claims, deadline));
        remember(spokeUid, claims, revision, deadline, signer.kid(), now, license);
        return license;
    }

    private static void remember(
            String spokeUid,
            LicenseClaims claims,
            long revision,
            Instant deadline,
            String kid,
            Instant now,
            IssuedLicense license) {
        LicenseEntity entity = new LicenseEntity();
        entity.jti = license.jti();
        entity.spokeUid = spokeUid;
        entity.revision = revision;
        entity.kid = kid;
        entity.sha256 = license.sha256();
        entity.meaningHash = license.meaningHash();
        entity.claims = Json.write(claims);
        entity.deadline = deadline;
        entity.issuedAt = now;
        entity.expiresAt = license.expiresAt();
        entity.persist();
    }

    /** Where time alone changes the entitlement, the license ends; a paid period ends with a slack. Null: never. */
    private static Instant deadline(LicenseSubject subject) {
        Optional<Instant> change = subject.entitlement().nextChange();
        Optional<Instant> paid = subject.periodEnd().map(end -> end.plus(SLACK));
        return change.filter(end -> paid.isEmpty() || end.isBefore(paid.get()))
                .or(() -> paid)
                .map(end -> end.truncatedTo(ChronoUnit.SECONDS))
                .orElse(null);
    }

    private static String meaningHash(LicenseClaims claims, Instant deadline) {
        return "sha256:" + Digest.sha256(Json.write(claims) + deadline);
    }
}
