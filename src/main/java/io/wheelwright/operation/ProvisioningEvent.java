package io.wheelwright.operation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * A step on the way to a usable spoke.
 *
 * @param status {@code completed}, {@code waiting} or {@code stalled}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ProvisioningEvent(
        long id, String spokeId, String phase, String status, String reason, String message, Instant at) {}
