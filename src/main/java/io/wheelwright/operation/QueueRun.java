package io.wheelwright.operation;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.Leadership;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Calls, on the hub that leads, those whose turn has come without a slot having been given back: after a pause, by
 * ageing, or because another hub took the request to try again. After a crash between the note and the call everything is
 * visited anyway.
 */
@ApplicationScoped
class QueueRun {

    private final Leadership leadership;
    private final Operations operations;
    private final Slots slots;
    private final Pause pause;

    QueueRun(Leadership leadership, Operations operations, Slots slots, Pause pause) {
        this.leadership = leadership;
        this.operations = operations;
        this.slots = slots;
        this.pause = pause;
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void call() {
        if (!leadership.isLeader()) {
            return;
        }
        operations.takeRetried().forEach(slots::call);
        if (slots.waiting() > 0 && !pause.isOn()) {
            slots.callNext();
        }
    }
}
