package io.wheelwright.lifecycle;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.Leadership;
import jakarta.enterprise.context.ApplicationScoped;

/** Looks, on the hub that leads, for customers of whom something is due. */
@ApplicationScoped
class LifecycleRun {

    private final Leadership leadership;
    private final Lifecycle lifecycle;

    LifecycleRun(Leadership leadership, Lifecycle lifecycle) {
        this.leadership = leadership;
        this.lifecycle = lifecycle;
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void run() {
        if (leadership.isLeader()) {
            lifecycle.due().forEach(this::visit);
        }
    }

    private void visit(String orgUid) {
        try {
            lifecycle.visit(orgUid);
        } catch (RuntimeException boundary) {
            // One customer must not keep the others from what they are to be told; it is tried again.
            Log.warnf(boundary, "It is not known where the organization %s stands", orgUid);
            lifecycle.postpone(orgUid);
        }
    }
}
