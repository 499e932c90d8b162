package io.wheelwright.deletion;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.api.v1alpha1.OperationType;
import io.wheelwright.audit.Audit;
import io.wheelwright.operation.OperationRetried;
import io.wheelwright.operation.Operations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** The record of the deletions whose day has come: how far each destruction is, as a row and as an operation. */
@ApplicationScoped
class DueDeletions {

    private static final String KIND = "Spoke";
    private static final String OPERATOR = "operator";
    private static final int MOST_ATTEMPTS = 3;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final String UNCONFIRMED =
            "It waits for an administrator to confirm it: POST /hub/api/v1/scheduled-deletions/{deletion_id}/confirm.";

    private final Brake brake;
    private final Operations operations;
    private final Audit audit;
    private final Clock clock;

    DueDeletions(Brake brake, Operations operations, Audit audit, Clock clock) {
        this.brake = brake;
        this.operations = operations;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    List<DeletionEntity> due() {
        return DeletionEntity.due(clock.instant());
    }

    /** Begins the destruction, or goes on with it; false while the brake or an administrator's word is awaited. */
    @Transactional
    boolean begin(DeletionEntity due) {
        DeletionEntity row = DeletionEntity.locked(due.id).orElseThrow();
        if (row.finishedAt != null || row.isIn(DeletionState.stalled)) {
            return false;
        }
        if (row.isIn(DeletionState.unconfirmed)) {
            hold(row, UNCONFIRMED);
            return false;
        }
        if (row.begunAt != null) {
            return true;
        }
        if (!brake.admits("begunAt")) {
            hold(row, Brake.HELD);
            return false;
        }
        row.begunAt = clock.instant();
        row.state = DeletionState.executing.name();
        operation(row);
        audit.record(OPERATOR, "destroy", KIND, row.spokeId, row.view(), null);
        return true;
    }

    /** Says what it waits for, and looks again soon. */
    @Transactional
    void waits(DeletionEntity due, String message) {
        change(due, row -> {
            row.message = message;
            row.nextAt = clock.instant().plus(SOON);
        });
    }

    /** Says what holds it back for a longer time. */
    @Transactional
    void held(DeletionEntity due, String message) {
        change(due, row -> hold(row, message));
    }

    private void hold(DeletionEntity row, String message) {
        row.message = message;
        row.nextAt = clock.instant().plus(LATER);
    }

    @Transactional
    void stopped(DeletionEntity due) {
        change(due, row -> row.stopped = true);
    }

    @Transactional
    void exported(DeletionEntity due, String hook, JsonNode said) {
        change(due, row -> {
            row.exported(hook, said);
            row.attempts = 0;
        });
    }

    /**
     * Counts a failure of the step it is at.
     *
     * @return whether it was the last that is tried
     */
    @Transactional
    boolean failed(DeletionEntity due, String message) {
        DeletionEntity row = DeletionEntity.locked(due.id).orElseThrow();
        row.attempts++;
        row.tries++;
        row.message = message;
        row.nextAt = clock.instant().plus(SOON);
        operations.attempted(operation(row), row.attempts, message);
        return row.attempts >= MOST_ATTEMPTS;
    }

    /** Leaves it until an administrator decides. */
    @Transactional
    void stalls(DeletionEntity due) {
        change(due, row -> {
            row.state = DeletionState.stalled.name();
            operations.stalled(operation(row), row.message);
        });
    }

    /** Goes on with one that has stalled, or hangs: its step begins anew. */
    @Transactional
    void goOn(DeletionEntity row) {
        row.goOn(clock.instant());
        operations.reopen(operation(row));
    }

    /** The same, asked for as any other operation is tried again. */
    void retry(@Observes OperationRetried retried) {
        if (retried.type() == OperationType.delete) {
            DeletionEntity.<DeletionEntity>list(
                            "spokeUid = ?1 and state = ?2", retried.spokeUid(), DeletionState.stalled.name())
                    .forEach(row -> row.goOn(clock.instant()));
        }
    }

    @Transactional
    void executed(DeletionEntity due, String evidence) {
        change(due, row -> {
            row.finish(DeletionState.executed, evidence, clock.instant());
            operations.completed(operation(row));
            audit.record(OPERATOR, "destroyed", KIND, row.spokeId, null, row.view());
        });
    }

    /** Ends it without the instance being destroyed by us. */
    void ended(DeletionEntity row, DeletionState state, String how) {
        if (row.begunAt != null) {
            operations.ended(operation(row), how);
        }
        row.finish(state, how, clock.instant());
    }

    /** Id of the operation that the destruction is. */
    @Transactional
    UUID operation(DeletionEntity row) {
        return operations
                .begin(
                        new Operations.Subject(row.spokeUid, row.spokeId, row.orgId),
                        OperationType.delete,
                        "delete-" + row.spokeUid,
                        Long.toString(row.id))
                .id();
    }

    private static void change(DeletionEntity due, Consumer<DeletionEntity> change) {
        DeletionEntity.locked(due.id).filter(row -> row.finishedAt == null).ifPresent(change);
    }
}
