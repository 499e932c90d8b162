package io.wheelwright.operation;

import io.wheelwright.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;

/** Whether slots are given. It is kept in the database, so that it holds for every hub and over a restart. */
@ApplicationScoped
class Pause {

    private static final String KIND = "OperationsQueue";
    private static final String OBJECT = "fleet";

    private final Audit audit;
    private final Clock clock;

    Pause(Audit audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    boolean isOn() {
        return QueueEntity.current().pausedAt != null;
    }

    /** Gives no slot from now on; what has one goes on to its end. Once more does nothing. */
    @Transactional
    void begin(String actor) {
        QueueEntity queue = QueueEntity.locked();
        if (queue.pausedAt == null) {
            queue.pausedAt = clock.instant();
            audit.record(actor, "pause", KIND, OBJECT, null, queue.pausedAt);
        }
    }

    /** Gives slots again. Once more does nothing. */
    @Transactional
    void end(String actor) {
        QueueEntity queue = QueueEntity.locked();
        if (queue.pausedAt != null) {
            Instant since = queue.pausedAt;
            queue.pausedAt = null;
            audit.record(actor, "resume", KIND, OBJECT, since, null);
        }
    }
}
