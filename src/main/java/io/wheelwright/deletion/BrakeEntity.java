package io.wheelwright.deletion;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;

/** The one row of the brake. */
@Entity
@Table(name = "deletion_brake")
class BrakeEntity extends PanacheEntityBase {

    private static final int ONLY = 1;

    @Id
    int id;

    Instant engagedAt;
    Instant releasedAt;

    static BrakeEntity current() {
        return findById(ONLY);
    }

    /** Locked, so that deletions are counted one after the other. */
    static BrakeEntity locked() {
        return findById(ONLY, LockModeType.PESSIMISTIC_WRITE);
    }
}
