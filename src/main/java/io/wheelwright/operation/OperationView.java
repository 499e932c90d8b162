package io.wheelwright.operation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.api.v1alpha1.OperationType;
import java.time.Instant;
import java.util.UUID;

/**
 * An operation as REST shows it.
 *
 * @param attempt the attempt that is going on, or was the last
 * @param message what it waits for, or what went wrong last
 * @param error why nothing more is tried; null unless it has failed
 */
@JsonNaming(SnakeCaseStrategy.class)
public record OperationView(
        UUID id,
        OperationType type,
        OperationState state,
        int progress,
        int attempt,
        int maxAttempts,
        String spokeId,
        String orgId,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt,
        String message,
        String error) {}
