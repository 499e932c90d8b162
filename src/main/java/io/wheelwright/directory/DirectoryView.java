package io.wheelwright.directory;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/** An entry of the directory as REST shows it. */
@JsonNaming(SnakeCaseStrategy.class)
public record DirectoryView(
        String did,
        String spokeId,
        String endpoint,
        List<String> capabilities,
        boolean visible,
        Instant registeredAt,
        Instant updatedAt) {}
