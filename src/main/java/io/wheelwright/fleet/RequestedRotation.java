package io.wheelwright.fleet;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * A rotation of an agent's key that was asked for.
 *
 * @param rotation tells this wish from others; no secret
 */
@JsonNaming(SnakeCaseStrategy.class)
public record RequestedRotation(String spokeId, String rotation) {}
