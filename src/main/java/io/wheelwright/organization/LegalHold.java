package io.wheelwright.organization;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/** That nothing of an organization may be destroyed, whatever is asked for or due. */
@JsonNaming(SnakeCaseStrategy.class)
public record LegalHold(String reason, String heldBy, Instant heldAt) {}
