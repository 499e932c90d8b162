package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.UUID;

/** How far the instance of a signup is. */
@JsonNaming(SnakeCaseStrategy.class)
public record ProgressView(UUID id, String status, String statusUrl) {}
