package io.wheelwright.deletion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * A deletion as REST shows it.
 *
 * @param cause what asked for it
 * @param message what it waits for; null when that is only its day
 * @param exports by the name of the hook, the {@code {url, sha256, expires_at}} that its Job told
 * @param evidence what was seen in the cluster when it was done
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ScheduledDeletion(
        long id,
        String spokeId,
        String orgId,
        String productId,
        String namespace,
        String cause,
        String state,
        String message,
        Instant requestedAt,
        Instant deleteAfter,
        JsonNode exports,
        Instant finishedAt,
        String evidence) {

    /** The same that waits for something else. */
    ScheduledDeletion waitingFor(String what) {
        return new ScheduledDeletion(
                id,
                spokeId,
                orgId,
                productId,
                namespace,
                cause,
                state,
                what,
                requestedAt,
                deleteAfter,
                exports,
                finishedAt,
                evidence);
    }
}
