package io.wheelwright.operation;

import io.wheelwright.api.v1alpha1.OperationType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The history of operations. */
@ApplicationScoped
public class Operations {

    private final OperationMetrics metrics;
    private final Clock clock;

    Operations(OperationMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Begins an operation, or finds the one that was begun under the same key; its id follows from the key. */
    @Transactional
    public OperationHandle begin(String spokeUid, String spokeId, String orgId, OperationType type, String key) {
        UUID id = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
        Instant now = clock.instant();
        OperationEntity.getEntityManager()
                .createNativeQuery("""
                        INSERT INTO operations (id, key, spoke_uid, spoke_id, org_id, type, status, progress, attempt,
                                                started_at, updated_at)
                        VALUES (:id, :key, :uid, :spoke, :org, :type, 'active', 0, 1, :now, :now)
                        ON CONFLICT DO NOTHING
                        """)
                .setParameter("id", id)
                .setParameter("key", key)
                .setParameter("uid", spokeUid)
                .setParameter("spoke", spokeId)
                .setParameter("org", orgId)
                .setParameter("type", type.name())
                .setParameter("now", now)
                .executeUpdate();
        return OperationEntity.<OperationEntity>findById(id).handle();
    }

    @Transactional
    public void progress(UUID id, int percent, String message) {
        unfinished(id).ifPresent(operation -> {
            if (operation.progress != percent || !Objects.equals(operation.message, message)) {
                operation.progress = percent;
                operation.message = message;
                operation.updatedAt = clock.instant();
            }
        });
    }

    @Transactional
    public void completed(UUID id) {
        unfinished(id).ifPresent(operation -> {
            operation.progress = 100;
            finish(operation, OperationEntity.COMPLETED, null);
            metrics.completed(operation.type);
        });
    }

    @Transactional
    public void failed(UUID id, String error) {
        unfinished(id).ifPresent(operation -> {
            finish(operation, "failed", error);
            metrics.failed(operation.type);
        });
    }

    private void finish(OperationEntity operation, String status, String error) {
        operation.status = status;
        operation.error = error;
        operation.updatedAt = clock.instant();
        operation.finishedAt = operation.updatedAt;
    }

    private static Optional<OperationEntity> unfinished(UUID id) {
        return OperationEntity.<OperationEntity>findByIdOptional(id).filter(operation -> operation.finishedAt == null);
    }
}
