package io.wheelwright.erasure;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.Leadership;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;

/** Looks once a day, and when somebody asks for it, for customers to erase, on the hub that leads. */
@ApplicationScoped
class ErasureRun {

    private final Leadership leadership;
    private final Erasures erasures;
    private final Erasure erasure;

    ErasureRun(Leadership leadership, Erasures erasures, Erasure erasure) {
        this.leadership = leadership;
        this.erasures = erasures;
        this.erasure = erasure;
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void run() {
        if (leadership.isLeader()) {
            erasures.begin();
            erasures.due().forEach(this::visit);
        }
    }

    private void visit(ErasureEntity row) {
        try {
            erasure.objection(row.orgId)
                    .or(() -> erasure.perform(row.id))
                    .ifPresent(why -> erasures.putOff(row.id, why));
        } catch (RuntimeException boundary) {
            // One customer must not keep the others from being erased; it is tried again, each time later.
            if (!Objects.equals(boundary.getMessage(), row.message)) {
                Log.warnf(boundary, "Organization %s is not erased yet", row.orgId);
            }
            erasures.failed(row.id, String.valueOf(boundary.getMessage()));
        }
    }
}
