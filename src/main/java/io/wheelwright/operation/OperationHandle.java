package io.wheelwright.operation;

import io.wheelwright.api.v1alpha1.OperationType;
import java.time.Instant;
import java.util.UUID;

/** An operation as its owner holds it. */
public record OperationHandle(
        UUID id, OperationType type, String status, int progress, int attempt, Instant startedAt) {

    boolean isCompleted() {
        return status.equals(OperationEntity.COMPLETED);
    }
}
