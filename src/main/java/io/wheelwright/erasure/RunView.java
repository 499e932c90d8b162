package io.wheelwright.erasure;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * That a run was asked for.
 *
 * @param lastRunAt when the last one began; null before the first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record RunView(Instant askedAt, Instant lastRunAt) {}
