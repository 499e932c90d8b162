package io.wheelwright;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Begins no scheduled task any more once the hub stops: it would find the pool of the database closed. */
@ApplicationScoped
class SchedulerStop {

    private static final int EARLY = 1;

    private final Scheduler scheduler;

    SchedulerStop(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void stop(@Observes @Priority(EARLY) ShutdownEvent event) {
        scheduler.pause();
    }
}
