package io.wheelwright.deletion;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.Backoff;
import io.wheelwright.api.v1alpha1.OperationType;
import io.wheelwright.audit.Audit;
import io.wheelwright.operation.OperationRetried;
import io.wheelwright.operation.Operations;
import io.wheelwright.operation.Slots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The record of the deletions whose day has come: how far each destruction is, as a row and as an operation. */
@ApplicationScoped
class DueDeletions {

    /** What one says that an administrator has to confirm. */
    static final String UNCONFIRMED =
            "It waits for an administrator to confirm it: POST /hub/api/v1/scheduled-deletions/{deletion_id}/confirm.";

    private static final String KIND = "Spoke";
    private static final String OPERATOR = "operator";
    private static final int MOST_ATTEMPTS = 3;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LONGER = Duration.ofSeconds(3);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final Backoff AFTER_FAILURE = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(1));
    private static final Duration UNTIL_DECIDED = Duration.ofMinutes(1);

    private static final String PAUSED = "The queue of operations is paused: POST /hub/api/v1/operations/resume.";

    private final Brake brake;
    private final Operations operations;
    private final DestructionOperation destruction;
    private final Slots slots;
    private final Audit audit;
    private final Clock clock;

    DueDeletions(
            Brake brake,
            Operations operations,
            DestructionOperation destruction,
            Slots slots,
            Audit audit,
            Clock clock) {
        this.brake = brake;
        this.operations = operations;
        this.destruction = destruction;
        this.slots = slots;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    List<DeletionEntity> due() {
        return DeletionEntity.due(clock.instant());
    }

    /**
     * Begins the destruction, or goes on with it, as its row is now; empty while the brake or an administrator's word is
     * awaited, or where it was put off or another look has come first since it was read.
     */
    @Transactional
    Optional<DeletionEntity> begin(DeletionEntity due) {
        return DeletionEntity.locked(due.id).filter(row -> row.finishedAt == null && mayGoOn(row));
    }

    private boolean mayGoOn(DeletionEntity row) {
        Instant now = clock.instant();
        if (row.needsSomebody()) {
            row.nextAt = now.plus(UNTIL_DECIDED);
            return false;
        }
        if (row.nextAt.isAfter(now) || row.deleteAfter.isAfter(now)) {
            return false;
        }
        if (row.begunAt != null) {
            return true;
        }
        if (slots.isPaused()) {
            hold(row, PAUSED, LATER);
            return false;
        }
        if (!brake.admits("begunAt")) {
            hold(row, Brake.HELD, LATER);
            return false;
        }
        row.begunAt = now;
        row.state = DeletionState.executing.name();
        operations.reopen(destruction.of(row));
        audit.record(OPERATOR, "destroy", KIND, row.spokeId, row.audited(), null);
        return true;
    }

    /** Says what it waits for, and looks again soon. */
    @Transactional
    void waits(DeletionEntity due, String message) {
        change(due, row -> hold(row, message, SOON));
    }

    /** Says what it waits for that takes its time. */
    @Transactional
    void waitsLonger(DeletionEntity due, String message) {
        change(due, row -> hold(row, message, LONGER));
    }

    /** Says what holds it back for a longer time; a legal hold may last for years. */
    @Transactional
    void held(DeletionEntity due, String message) {
        change(due, row -> hold(row, message, message.equals(Objections.PUT_OFF) ? UNTIL_DECIDED : LATER));
    }

    /** In the transaction of a decision that changes what it depends on: it is looked at anew, later. */
    void putOff(DeletionEntity row, String message) {
        row.message = message;
        row.nextAt = clock.instant().plus(LATER);
    }

    /** What waits for somebody goes on to say why: whatever else holds it back may be over before that is. */
    private void hold(DeletionEntity row, String message, Duration pause) {
        row.message = row.needsSomebody() ? row.message : message;
        row.nextAt = clock.instant().plus(row.needsSomebody() ? UNTIL_DECIDED : pause);
    }

    @Transactional
    void stopped(DeletionEntity due) {
        change(due, row -> row.stopped = true);
    }

    /** Before the namespace is: who asks in between hears rather too early than too late that there is no way back. */
    @Transactional
    void marked(DeletionEntity due) {
        if (due.markedAt == null) {
            change(due, row -> row.markedAt = clock.instant());
        }
    }

    @Transactional
    void exported(DeletionEntity due, String hook, JsonNode said) {
        change(due, row -> {
            row.exported(hook, said);
            row.attempts = 0;
        });
    }

    /** A hook is done, and somebody has to look after what it made before the destruction goes on. */
    @Transactional
    void left(DeletionEntity due, String hook, JsonNode said, String message) {
        changeUndecided(due, row -> {
            row.left(hook, said);
            row.message = message;
            stall(row);
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
        if (row.decisions != due.decisions) {
            return false;
        }
        row.attempts++;
        row.tries++;
        row.message = message;
        row.nextAt = clock.instant().plus(AFTER_FAILURE.after(row.attempts - 1));
        operations.attempted(destruction.of(row), row.attempts, message);
        return row.attempts >= MOST_ATTEMPTS;
    }

    /** Leaves it until an administrator decides. */
    @Transactional
    void stalls(DeletionEntity due) {
        changeUndecided(due, this::stall);
    }

    private void stall(DeletionEntity row) {
        row.state = DeletionState.stalled.name();
        operations.stalled(destruction.of(row), row.message);
    }

    /** Goes on with one that has stalled, or hangs: its step begins anew. */
    @Transactional
    void goOn(DeletionEntity row) {
        row.goOn(clock.instant());
        operations.reopen(destruction.of(row));
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
            slots.release(row.namespaceUid);
            row.finish(DeletionState.executed, evidence, clock.instant());
            operations.completed(destruction.of(row));
            audit.record(OPERATOR, "destroyed", KIND, row.spokeId, null, row.audited());
        });
    }

    /** Ends it without the instance being destroyed by us. */
    void ended(DeletionEntity row, DeletionState state, String how) {
        stop(row, how);
        row.finish(state, how, clock.instant());
    }

    /** Keeps the instance until a later day, also when its destruction has begun. */
    void keepUntil(DeletionEntity row, Instant day) {
        stop(row, "The instance is kept until " + day + ".");
        row.keepUntil(day, clock.instant());
    }

    private void stop(DeletionEntity row, String how) {
        if (row.begunAt != null) {
            operations.ended(destruction.of(row), how);
        }
        slots.release(row.namespaceUid);
    }

    /** The same, unless somebody has decided since it was read. */
    private static void changeUndecided(DeletionEntity due, Consumer<DeletionEntity> change) {
        change(due, row -> {
            if (row.decisions == due.decisions) {
                change.accept(row);
            }
        });
    }

    private static void change(DeletionEntity due, Consumer<DeletionEntity> change) {
        DeletionEntity.locked(due.id).filter(row -> row.finishedAt == null).ifPresent(change);
    }
}
