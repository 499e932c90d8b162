package io.wheelwright.operation;

import io.wheelwright.api.v1alpha1.OperationStatus;
import io.wheelwright.api.v1alpha1.OperationType;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * An operation as its owner holds it.
 *
 * @param reason CamelCase word for what went wrong last; null before
 * @param message what went wrong last, while it is tried again
 * @param error why nothing more is tried
 * @param queuedAt since when it waits for a slot
 * @param notBefore until when it rests after a failure
 * @param startedAt when it had its first slot
 */
public record OperationHandle(
        UUID id,
        OperationType type,
        OperationState state,
        int progress,
        int attempt,
        String reason,
        String message,
        String error,
        Instant queuedAt,
        Instant notBefore,
        Instant createdAt,
        Instant startedAt) {

    public boolean isCompleted() {
        return state == OperationState.completed;
    }

    /** What the Spoke's status says of it. */
    public OperationStatus status(int percent) {
        return new OperationStatus(
                id.toString(), type, percent, attempt, Retries.MOST, Objects.requireNonNullElse(startedAt, createdAt));
    }
}
