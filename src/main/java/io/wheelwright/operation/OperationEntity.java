package io.wheelwright.operation;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.api.v1alpha1.OperationType;
import io.wheelwright.operation.Operations.Subject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

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

    static UUID idOf(String key) {
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    }

    /** The operation of this key, written if there is none: also where two hubs ask at the same moment there is one. */
    static OperationEntity begun(Subject subject, OperationType type, String key, String step, Instant now) {
        UUID id = idOf(key);
        getEntityManager()
                .createNativeQuery("""
                        INSERT INTO operations (id, key, spoke_uid, spoke_id, org_id, type, step, status, progress,
                                                attempt, failures, created_at, updated_at)
                        VALUES (:id, :key, :uid, :spoke, nullif(:org, ''), :type, :step, 'waiting', 0, 1, 0, :now, :now)
                        ON CONFLICT DO NOTHING
                        """)
                .setParameter("id", id)
                .setParameter("key", key)
                .setParameter("uid", subject.spokeUid())
                .setParameter("spoke", subject.spokeId())
                .setParameter("org", Objects.requireNonNullElse(subject.orgId(), ""))
                .setParameter("type", type.name())
                .setParameter("step", step)
                .setParameter("now", now)
                .executeUpdate();
        return findById(id);
    }

    static Optional<OperationEntity> unfinished(UUID id) {
        return locked(id).filter(operation -> !operation.status.isOver());
    }

    static List<OperationEntity> unfinished(String spokeUid) {
        return list("spokeUid = ?1 and finishedAt is null", spokeUid);
    }

    /** Spokes, by UID, that have a slot for an operation or stand in line for one. */
    static Set<String> inLine() {
        List<OperationEntity> open = QuarkusTransaction.requiringNew()
                .call(() -> list(
                        "status in ?1 and type in ?2",
                        List.of(OperationState.waiting, OperationState.active),
                        List.of(OperationType.deploy, OperationType.update)));
        return open.stream().map(operation -> operation.spokeUid).collect(Collectors.toUnmodifiableSet());
    }

    /** Updates that had failed before what is wanted now was reached. */
    static List<OperationEntity> overtaken(String spokeUid) {
        return list(
                "spokeUid = ?1 and type = ?2 and status = ?3 and not closed",
                spokeUid,
                OperationType.update,
                OperationState.failed);
    }

    /** A deployment that had failed, of which something else than this step was wanted. */
    static List<OperationEntity> failedFor(String spokeUid, String step) {
        return list(
                "spokeUid = ?1 and type = ?2 and status = ?3 and not closed and step <> ?4",
                spokeUid,
                OperationType.deploy,
                OperationState.failed,
                step);
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
