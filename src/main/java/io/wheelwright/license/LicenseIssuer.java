package io.wheelwright.license;

import io.quarkus.logging.Log;
import io.wheelwright.Digest;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Limit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;

/**
 * Signs licenses. A license is a lease: it ends at the deadline of the state it describes, and at the end of the lease
 * at the latest. The hub keeps what a license said, never the token.
 */
@ApplicationScoped
public class LicenseIssuer {

    /** Audience claim: a license is for the software of a spoke and nothing else. */
    public static final String AUDIENCE = "wheelwright-spoke";

    private static final String ISSUER = "wheelwright";

    /** Age at which a license is replaced by a new one that says the same. */
    public static final Duration RENEWAL = Duration.ofDays(1);

    /** How far the clock of a spoke may be behind. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final LicenseKey key;
    private final LicenseMetrics metrics;
    private final Event<LicenseReplaced> replaced;
    private final LicenseConfig config;
    private final Clock clock;

    LicenseIssuer(
            LicenseKey key,
            LicenseMetrics metrics,
            Event<LicenseReplaced> replaced,
            LicenseConfig config,
            Clock clock) {
        this.key = key;
        this.metrics = metrics;
        this.replaced = replaced;
        this.config = config;
        this.clock = clock;
    }

    /** Issues a license and records it in the history; the very same again while its newest says that already. */
    @Transactional
    public IssuedLicense issue(LicenseSubject subject) {
        String meaning = meaningHash(subject);
        return LicenseEntity.newest(subject.spokeUid())
                .filter(last -> last.revision == subject.revision() && last.meaningHash.equals(meaning))
                .filter(this::isFresh)
                .map(this::sign)
                .orElseGet(() -> issue(
                        subject.spokeUid(),
                        LicenseClaims.of(subject),
                        subject.planRank(),
                        subject.revision(),
                        deadline(subject),
                        cause(subject)));
    }

    /**
     * The revision under which a license replaces what the spoke may have fetched: that of the newest, if it says the same
     * and its Secret was not written yet, else a higher one.
     *
     * @param known the highest that the caller knows of
     * @param meaning what the license is to say
     */
    @Transactional
    public long nextRevision(String spokeUid, long known, String meaning) {
        return LicenseEntity.newest(spokeUid)
                .filter(last -> last.revision > known)
                .map(last -> last.meaningHash.equals(meaning) ? last.revision : last.revision + 1)
                .orElse(known + 1);
    }

    /** Whether the spoke may have fetched a license that replaces the one of this revision. */
    @Transactional
    public boolean isSuperseded(String spokeUid, long revision) {
        return LicenseEntity.newest(spokeUid)
                .filter(last -> last.revision > revision)
                .isPresent();
    }

    /**
     * Puts one that grants nothing in the place of the spoke's license, if it has one. While the key does not sign, that is
     * left to the next look at the spoke's Secret: a revocation waits for no HSM.
     *
     * @return whether it had one that was not revoked yet
     */
    @Transactional(TxType.MANDATORY)
    boolean revoke(String spokeUid, String reason) {
        Optional<LicenseEntity> granted =
                LicenseEntity.newest(spokeUid).filter(last -> !last.claims().isRevoked());
        granted.ifPresent(last -> LicenseEntity.revoke(spokeUid, clock.instant()));
        try {
            granted.ifPresent(last -> issue(
                    spokeUid,
                    last.claims().withoutGrants(),
                    last.planRank,
                    last.revision + 1,
                    last.deadline,
                    last.cause().because(reason)));
        } catch (LicenseKeyUnavailable away) {
            Log.warnf("The spoke %s gets its revoked license later: %s", spokeUid, away.getMessage());
        }
        return granted.isPresent();
    }

    /**
     * The license that the spoke has: the very same while it needs no renewal, else one that says the same from now on;
     * empty while there was none.
     */
    @Transactional
    public Optional<IssuedLicense> current(String spokeUid) {
        return LicenseEntity.newest(spokeUid)
                .filter(last -> last.deadline == null || clock.instant().isBefore(last.deadline))
                .map(last -> isFresh(last)
                        ? sign(last)
                        : issue(spokeUid, last.claims(), last.planRank, last.revision, last.deadline, last.cause()));
    }

    /** The limits that the newest license of each spoke grants, by UID; those that never had one are left out. */
    @Transactional
    public Map<String, Map<String, Limit>> limits(Collection<String> spokeUids) {
        return LicenseEntity.newest(spokeUids).stream()
                .collect(Collectors.toMap(
                        license -> license.spokeUid, license -> license.claims().grantedLimits()));
    }

    /** Identity of what a license for the subject says: revision and time of issue do not matter. */
    public String meaningHash(LicenseSubject subject) {
        return meaningHash(LicenseClaims.of(subject), deadline(subject));
    }

    /** The public key that verifies what is signed now, in PEM. */
    String publicKey() {
        return key.get().current().pem();
    }

    /** The name of the key that signs now: what another one has signed is replaced. */
    public String kid() {
        return key.get().kid();
    }

    /** The key set that verifies licenses. */
    public String jwks() {
        return key.get().jwks();
    }

    private boolean isFresh(LicenseEntity license) {
        return license.kid.equals(key.get().kid()) && clock.instant().isBefore(license.issuedAt.plus(RENEWAL));
    }

    private IssuedLicense issue(
            String spokeUid,
            LicenseClaims claims,
            Integer planRank,
            long revision,
            Instant deadline,
            LicenseCause cause) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant lease = now.plus(config.lease());
        Optional<LicenseEntity> former = LicenseEntity.newest(spokeUid);
        LicenseEntity license = new LicenseEntity();
        license.jti = UUID.randomUUID().toString();
        license.spokeUid = spokeUid;
        license.spokeId = claims.spoke();
        license.orgUid = claims.sub();
        license.plan = claims.plan();
        license.planRank = planRank;
        license.revision = revision;
        license.kid = key.get().kid();
        license.meaningHash = meaningHash(claims, deadline);
        license.claims = Json.write(claims);
        license.action = LicenseAction.of(former.map(LicenseEntity::standing).orElse(null), license.standing());
        license.deadline = deadline;
        license.issuedAt = now;
        license.reason = cause.reason();
        license.billingSource = cause.billingSource();
        license.billingRevision = cause.billingRevision();
        license.expiresAt = deadline == null || lease.isBefore(deadline) ? lease : deadline;
        IssuedLicense issued = sign(license);
        license.sha256 = issued.sha256();
        LicenseEntity.supersede(spokeUid, now);
        license.persist();
        metrics.issued(license.action);
        if (former.filter(last -> last.revision == revision).isEmpty()) {
            replaced.fire(new LicenseReplaced(spokeUid));
        }
        return issued;
    }

    private static LicenseCause cause(LicenseSubject subject) {
        return subject.revoked()
                ? RevocationEntity.<RevocationEntity>findByIdOptional(subject.orgUid())
                        .map(revocation -> subject.cause().because(revocation.reason))
                        .orElse(subject.cause())
                : subject.cause();
    }

    private IssuedLicense sign(LicenseEntity license) {
        JwtClaims claims = new JwtClaims();
        license.claims().asMap().forEach(claims::setClaim);
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setIssuedAt(date(license.issuedAt));
        claims.setNotBefore(date(license.issuedAt.minus(SKEW)));
        claims.setExpirationTime(date(license.expiresAt));
        claims.setJwtId(license.jti);
        claims.setClaim("rev", license.revision);
        String token = key.get().sign(claims.toJson());
        return new IssuedLicense(token, license.jti, license.expiresAt, Digest.sha256(token), license.meaningHash);
    }

    private static NumericDate date(Instant instant) {
        return NumericDate.fromSeconds(instant.getEpochSecond());
    }

    /** When what the license says is not certain any more, unless more is heard; null for never. */
    private static Instant deadline(LicenseSubject subject) {
        return subject.entitlement()
                .validUntil()
                .map(end -> end.truncatedTo(ChronoUnit.SECONDS))
                .orElse(null);
    }

    private static String meaningHash(LicenseClaims claims, Instant deadline) {
        return "sha256:" + Digest.sha256(Json.write(claims) + deadline);
    }
}
