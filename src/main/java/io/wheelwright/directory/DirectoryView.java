package io.wheelwright.directory;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/**
 * An entry of the directory as REST shows it.
 *
 * @param verified whether the key of the DID has signed what the entry says, as the agent's own always is
 */
@JsonNaming(SnakeCaseStrategy.class)
public record DirectoryView(
        String did,
        String spokeId,
        String endpoint,
        List<String> capabilities,
        boolean visible,
        boolean verified,
        Instant registeredAt,
        Instant updatedAt) {}
