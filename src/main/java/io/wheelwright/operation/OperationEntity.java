package io.wheelwright.operation;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wheelwright.api.v1alpha1.OperationType;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One attempt to deploy, update or delete a spoke. */
@Entity
@Table(name = "operations")
class OperationEntity extends PanacheEntityBase {

    static final String COMPLETED = "completed";

    @Id
    UUID id;

    String key;
    String spokeUid;
    String spokeId;
    String orgId;

    @Enumerated(EnumType.STRING)
    OperationType type;

    String status;
    int progress;
    int attempt;
    String message;
    String error;
    Instant startedAt;
    Instant updatedAt;
    Instant finishedAt;

    OperationHandle handle() {
        return new OperationHandle(id, type, status, progress, attempt, startedAt);
    }
}
