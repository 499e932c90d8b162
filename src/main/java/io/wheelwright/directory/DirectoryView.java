package io.wheelwright.directory;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/**
 * An entry of the directory as REST shows it.
 *
 * @param verified whether a key has signed what the entry says, as the agent's own always is
 * @param publicKey that key in base64url, to be found in the DID's document as well; null where there is none
 */
@JsonNaming(SnakeCaseStrategy.class)
public record DirectoryView(
        String did,
        String spokeId,
        String endpoint,
        List<String> capabilities,
        boolean visible,
        boolean verified,
        String publicKey,
        Instant registeredAt,
        Instant updatedAt) {}
