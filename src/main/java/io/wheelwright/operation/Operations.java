package io.wheelwright.operation;

import io.wheelwright.api.v1alpha1.OperationType;
import io.wheelwright.fleet.SpokeGone;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** The operations as those who do the work keep them: every step is durable before the next one is taken. */
@ApplicationScoped
public class Operations {

    private static final int COMPLETE = 100;

    private final OperationMetrics metrics;
    private final Slots slots;
    private final Support support;
    private final DeploymentFailed customers;
    private final Clock clock;

    Operations(OperationMetrics metrics, Slots slots, Support support, DeploymentFailed customers, Clock clock) {
        this.metrics = metrics;
        this.slots = slots;
        this.support = support;
        this.customers = customers;
        this.clock = clock;
    }

    /** Whose operation it is; the organization is null where nobody knows it any more. */
    public record Subject(String spokeUid, String spokeId, String orgId) {}

    /**
     * Begins an operation, or finds the one that was begun under the same key; its id follows from the key. One that is
     * not completed and was begun for another step begins anew, and so does one that was overtaken.
     *
     * @param step what is wanted: after a failure the same is not tried again
     */
    @Transactional
    public OperationHandle begin(Subject subject, OperationType type, String key, String step) {
        OperationEntity operation = OperationEntity.begun(subject, type, key, step, now());
        if ((operation.closed || !operation.step.equals(step)) && operation.status != OperationState.completed) {
            operation.reopen(step, now());
        }
        return operation.handle();
    }

    /** The operation of this key, begun if there is none, whatever it was begun for. */
    @Transactional
    public OperationHandle open(Subject subject, OperationType type, String key) {
        return OperationEntity.begun(subject, type, key, "", now()).handle();
    }

    @Transactional
    void progress(UUID id, int percent) {
        OperationEntity.unfinished(id)
                .filter(operation -> operation.progress != percent)
                .ifPresent(operation -> {
                    operation.progress = percent;
                    operation.updatedAt = now();
                });
    }

    /** It has no slot yet. */
    @Transactional
    public OperationHandle queued(UUID id, Instant since) {
        return change(id, operation -> {
            operation.status = OperationState.waiting;
            operation.queuedAt = since;
        });
    }

    /** It has a slot. */
    @Transactional
    public OperationHandle started(UUID id) {
        return change(id, operation -> {
            operation.status = OperationState.active;
            operation.queuedAt = null;
            operation.notBefore = null;
            operation.startedAt = Objects.requireNonNullElseGet(operation.startedAt, this::now);
        });
    }

    /** It has given its slot back and is not over. */
    @Transactional
    public OperationHandle delayed(UUID id) {
        return change(id, operation -> operation.goOn(now()));
    }

    @Transactional
    public OperationHandle completed(UUID id) {
        OperationEntity operation = OperationEntity.locked(id).orElseThrow();
        complete(operation);
        return operation.handle();
    }

    /**
     * Records a failure: it is tried again later, or after the last attempt not any more, which support is told once, and of a
     * first deployment also the customer.
     *
     * @param counts false for an outage of somebody else, which uses no attempt up
     */
    @Transactional
    public OperationHandle failed(UUID id, String reason, String message, boolean counts) {
        return change(id, operation -> {
            Retries.Verdict verdict = Retries.judge(
                    operation.attempt,
                    operation.failures,
                    counts,
                    ThreadLocalRandom.current().nextDouble());
            operation.attempt = verdict.attempt();
            operation.failures++;
            operation.reason = reason;
            operation.message = message;
            if (verdict.stalled()) {
                stall(operation, message);
            } else {
                operation.status = OperationState.delayed;
                operation.notBefore = now().plus(verdict.pause());
            }
        });
    }

    /** Records that nothing more is tried, by somebody else's count. */
    @Transactional
    public OperationHandle stalled(UUID id, String error) {
        return change(id, operation -> stall(operation, error));
    }

    /** Records how often it was tried, by somebody else's count. */
    @Transactional
    public void attempted(UUID id, int failures, String message) {
        change(id, operation -> {
            operation.goOn(now());
            operation.attempt = Math.min(failures + 1, Retries.MOST);
            operation.message = message;
        });
    }

    /** Ends it without a result; nobody has to act. */
    @Transactional
    public void ended(UUID id, String why) {
        change(id, operation -> close(operation, why));
    }

    /** Begins anew what has failed. */
    @Transactional
    public void reopen(UUID id) {
        OperationEntity.locked(id)
                .filter(operation -> operation.status == OperationState.failed)
                .ifPresent(operation -> operation.reopen(operation.step, now()));
    }

    /**
     * Notes that the release of a spoke was seen to be as wanted: the update to it is done, even if the hub died before it
     * could say so, and others were overtaken; a deployment goes on without a slot.
     *
     * @return the update that is done, or the deployment that goes on
     */
    @Transactional
    public Optional<OperationHandle> settled(String spokeUid, String step) {
        OperationEntity.overtaken(spokeUid).forEach(operation -> operation.closed = true);
        OperationEntity.failedFor(spokeUid, step).forEach(operation -> operation.reopen(step, now()));
        Optional<OperationEntity> settled = Optional.empty();
        for (OperationEntity operation : OperationEntity.unfinished(spokeUid)) {
            switch (operation.type) {
                case deploy -> {
                    if (!operation.step.equals(step)) {
                        operation.reopen(step, now());
                    }
                    operation.goOn(now());
                    settled = Optional.of(operation);
                }
                case update -> {
                    if (operation.step.equals(step)) {
                        complete(operation);
                        settled = Optional.of(operation);
                    } else {
                        close(operation, "Another change came before it was done.");
                    }
                }
                case delete -> {}
            }
        }
        return settled.map(OperationEntity::handle);
    }

    /** Ends what was being done to a spoke that is no more; its deletion goes on. */
    void end(@Observes SpokeGone gone) {
        OperationEntity.unfinished(gone.spokeUid()).stream()
                .filter(operation -> operation.type != OperationType.delete)
                .forEach(operation -> close(operation, "The Spoke was deleted."));
        slots.release(gone.spokeUid());
    }

    /** Names of the spokes whose operations are to be tried again; each is told once. */
    @Transactional
    @SuppressWarnings("unchecked")
    List<String> takeRetried() {
        return OperationEntity.getEntityManager().createNativeQuery("""
                        UPDATE operations SET retried_at = NULL WHERE retried_at IS NOT NULL RETURNING spoke_id
                        """).getResultList();
    }

    private OperationHandle change(UUID id, Consumer<OperationEntity> change) {
        OperationEntity operation = OperationEntity.locked(id).orElseThrow();
        if (!operation.status.isOver()) {
            change.accept(operation);
            operation.updatedAt = now();
        }
        return operation.handle();
    }

    private void complete(OperationEntity operation) {
        if (operation.status != OperationState.completed) {
            operation.progress = COMPLETE;
            operation.message = null;
            operation.reason = null;
            operation.finish(OperationState.completed, null, now());
            metrics.completed(operation.type, operation.createdAt, operation.finishedAt);
        }
    }

    private void stall(OperationEntity operation, String error) {
        operation.finish(OperationState.failed, error, now());
        metrics.failed(operation.type, operation.createdAt, operation.finishedAt);
        support.tell(operation);
        customers.tell(operation);
    }

    /** Nobody has to act, so it counts nowhere. */
    private void close(OperationEntity operation, String why) {
        operation.finish(OperationState.failed, why, now());
        operation.closed = true;
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
