package io.wheelwright.license;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import io.wheelwright.Json;
import io.wheelwright.PageRequest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A license that was issued: what it said and how to recognize it, never the token. */
@Entity
@Table(name = "licenses")
class LicenseEntity extends PanacheEntityBase {

    @Id
    String jti;

    /** Grows with every license. */
    @Column(insertable = false, updatable = false)
    Long seq;

    @Enumerated(EnumType.STRING)
    LicenseAction action;

    String spokeUid;
    String spokeId;
    String orgUid;
    String plan;
    Integer planRank;
    long revision;
    String kid;
    String sha256;
    String meaningHash;

    @JdbcTypeCode(SqlTypes.JSON)
    String claims;

    Instant deadline;
    Instant issuedAt;
    Instant expiresAt;
    String reason;
    String billingSource;
    Long billingRevision;

    /** When another one took its place; null while it is the newest. */
    Instant supersededAt;

    /** When it was revoked, had it lasted longer. */
    Instant revokedAt;

    /** The newest license of each of them. */
    @SuppressWarnings("unchecked")
    static List<LicenseEntity> newest(Collection<String> spokeUids) {
        return getEntityManager()
                .createNativeQuery("""
                        SELECT newest.* FROM unnest(cast(:uids AS text[])) AS spokes(uid) CROSS JOIN LATERAL (
                          SELECT * FROM licenses WHERE spoke_uid = spokes.uid
                          ORDER BY revision DESC, seq DESC LIMIT 1
                        ) AS newest
                        """, LicenseEntity.class)
                .setParameter("uids", spokeUids.toArray(String[]::new))
                .getResultList();
    }

    static List<LicenseEntity> page(String orgUid, PageRequest page) {
        return LicenseEntity.<LicenseEntity>find(
                        "orgUid = ?1 and seq > ?2", Sort.ascending("seq"), orgUid, page.after())
                .range(0, page.limit())
                .list();
    }

    static Optional<LicenseEntity> newest(String spokeUid) {
        return find("spokeUid", Sort.descending("revision", "seq"), spokeUid).firstResultOptional();
    }

    /** Notes that another one takes the place of those that the spoke had. */
    static void supersede(String spokeUid, Instant now) {
        update("supersededAt = ?1 where spokeUid = ?2 and supersededAt is null", now, spokeUid);
    }

    /** Notes that all that grant something and would last longer are good for nothing any more. */
    static void revoke(String spokeUid, Instant now) {
        getEntityManager()
                .createNativeQuery("""
                        UPDATE licenses SET revoked_at = :now
                        WHERE spoke_uid = :spoke AND revoked_at IS NULL AND expires_at > :now
                          AND claims ->> 'revoked' IS NULL
                        """)
                .setParameter("now", now)
                .setParameter("spoke", spokeUid)
                .executeUpdate();
    }

    LicenseCause cause() {
        return new LicenseCause(reason, billingSource, billingRevision);
    }

    LicenseClaims claims() {
        return Json.read(claims, LicenseClaims.class);
    }

    LicenseAction.Standing standing() {
        return new LicenseAction.Standing(plan, planRank, claims().mayRun(), claims().isRevoked());
    }

    LicenseRecord view() {
        LicenseClaims said = claims();
        return new LicenseRecord(
                seq,
                spokeId,
                action,
                plan,
                said.access(),
                said.trial(),
                revision,
                jti,
                kid,
                sha256,
                reason,
                billingSource,
                billingRevision,
                issuedAt,
                expiresAt,
                supersededAt,
                revokedAt);
    }
}
