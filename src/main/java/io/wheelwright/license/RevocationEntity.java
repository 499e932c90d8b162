package io.wheelwright.license;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An organization whose licenses are revoked. */
@Entity
@Table(name = "license_revocations")
class RevocationEntity extends PanacheEntityBase {

    @Id
    String orgUid;

    String reason;
    String revokedBy;
    Instant revokedAt;

    /** Whether it follows from the customer having been let go: then it ends when the customer comes back. */
    boolean departure;

    static RevocationEntity make(String orgUid) {
        RevocationEntity entity = new RevocationEntity();
        entity.orgUid = orgUid;
        return entity;
    }

    Revocation view() {
        return new Revocation(reason, revokedBy, revokedAt);
    }
}
