package io.wheelwright.operation;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wheelwright.api.v1alpha1.OperationType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What is done to a spoke, from the day it is begun; it stays as history. */
@Entity
@Table(name = "operations")
class OperationEntity extends PanacheEntityBase {

    @Id
    UUID id;

    /** Its place in lists. */
    @Column(insertable = false, updatable = false)
    long seq;

    String key;
    String spokeUid;
    String spokeId;
    String orgId;

    @Enumerated(EnumType.STRING)
    OperationType type;

    /** What is wanted: something else is tried as if it were new. */
    String step;

    @Enumerated(EnumType.STRING)
    OperationState status;

    int progress;
    int attempt;

    /** Failures in a row, those that use up no attempt included. */
    int failures;

    String reason;
    String message;
    String error;
    Instant createdAt;
    Instant queuedAt;
    Instant notBefore;
    Instant startedAt;
    Instant updatedAt;
    Instant finishedAt;

    /** Failed because it was overtaken or its spoke is gone: nobody works on it, and nobody has to act. */
    boolean closed;

    /** Set until the hub that leads has heard that somebody wants it tried again. */
    Instant retriedAt;

    static Optional<OperationEntity> locked(UUID id) {
        return Optional.ofNullable(findById(id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Begins anew, with every attempt before it. */
    void reopen(String step, Instant now) {
        this.step = step;
        status = OperationState.waiting;
        attempt = 1;
        failures = 0;
        reason = null;
        message = null;
        error = null;
        closed = false;
        queuedAt = null;
        notBefore = null;
        updatedAt = now;
        finishedAt = null;
    }

    /** It has what it needed a slot for, and goes on without. */
    void goOn(Instant now) {
        if (status != OperationState.delayed || failures > 0) {
            status = OperationState.delayed;
            failures = 0;
            reason = null;
            message = null;
            queuedAt = null;
            notBefore = null;
            updatedAt = now;
        }
    }

    void finish(OperationState end, String error, Instant now) {
        status = end;
        this.error = error;
        queuedAt = null;
        notBefore = null;
        updatedAt = now;
        finishedAt = now;
    }

    OperationHandle handle() {
        return new OperationHandle(
                id, type, status, progress, attempt, reason, message, error, queuedAt, notBefore, createdAt, startedAt);
    }

    OperationView view() {
        return new OperationView(
                id,
                type,
                status,
                progress,
                attempt,
                Retries.MOST,
                spokeId,
                orgId,
                createdAt,
                startedAt,
                finishedAt,
                message,
                error);
    }
}
