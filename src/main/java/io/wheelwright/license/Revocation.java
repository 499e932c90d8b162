package io.wheelwright.license;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/** That the licenses of an organization are revoked. */
@JsonNaming(SnakeCaseStrategy.class)
public record Revocation(String reason, String revokedBy, Instant revokedAt) {}
