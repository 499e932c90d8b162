package io.wheelwright.operation;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;

/** The one row of the queue. */
@Entity
@Table(name = "operations_queue")
class QueueEntity extends PanacheEntityBase {

    private static final int ONLY = 1;

    @Id
    int id;

    /** Since when no slot is given; null while slots are given. */
    Instant pausedAt;

    static QueueEntity current() {
        return findById(ONLY);
    }

    static QueueEntity locked() {
        return findById(ONLY, LockModeType.PESSIMISTIC_WRITE);
    }
}
