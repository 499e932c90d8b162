package io.wheelwright.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/** A change as REST shows it. */
@JsonNaming(SnakeCaseStrategy.class)
public record AuditView(
        long id,
        Instant at,
        String actor,
        String origin,
        String action,
        String kind,
        String object,
        JsonNode before,
        JsonNode after,
        String requestId) {}
