package io.wheelwright.billing.stripe;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** The one row of the brake of suspensions. */
@Entity
@Table(name = "billing_brake")
class SuspensionBrakeEntity extends PanacheEntityBase {

    private static final int ONLY = 1;

    @Id
    int id;

    Instant engagedAt;
    Instant releasedAt;

    static SuspensionBrakeEntity current() {
        return findById(ONLY);
    }

    /** Locked, so that suspensions are counted one after the other. */
    static SuspensionBrakeEntity locked() {
        return findById(ONLY, LockModeType.PESSIMISTIC_WRITE);
    }

    /**
     * Whether its release lets a customer through.
     *
     * @param held since when the customer is held; who was held before the release is let through, however late
     * @param since from when on a release is for everybody, as long as it is not engaged anew
     */
    boolean isReleased(Optional<Instant> held, Instant since) {
        return releasedAt != null
                && (held.filter(at -> !at.isAfter(releasedAt)).isPresent()
                        || engagedAt == null && releasedAt.isAfter(since));
    }
}
