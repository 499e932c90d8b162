package io.wheelwright.license;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Entity;
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

    String spokeUid;
    long revision;
    String kid;
    String sha256;
    String meaningHash;

    @JdbcTypeCode(SqlTypes.JSON)
    String claims;

    Instant deadline;
    Instant issuedAt;
    Instant expiresAt;

    /** The newest license of each of them. */
    @SuppressWarnings("unchecked")
    static List<LicenseEntity> newest(Collection<String> spokeUids) {
        return getEntityManager()
                .createNativeQuery("""
                        SELECT newest.* FROM unnest(cast(:uids AS text[])) AS spokes(uid) CROSS JOIN LATERAL (
                          SELECT * FROM licenses WHERE spoke_uid = spokes.uid
                          ORDER BY revision DESC, issued_at DESC LIMIT 1
                        ) AS newest
                        """, LicenseEntity.class)
                .setParameter("uids", spokeUids.toArray(String[]::new))
                .getResultList();
    }

    static Optional<LicenseEntity> newest(String spokeUid) {
        return find("spokeUid", Sort.descending("revision", "issuedAt"), spokeUid)
                .firstResultOptional();
    }
}
