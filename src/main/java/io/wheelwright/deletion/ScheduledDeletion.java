package io.wheelwright.deletion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A deletion as REST shows it.
 *
 * @param cause what asked for it
 * @param message what it waits for; null when that is only its day
 * @param exports by the name of the hook, the {@code {url, sha256, expires_at}} that its Job told; who only looks is not told the {@code url}
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

    /** The same for who only looks: where an export lies may open it. */
    ScheduledDeletion withoutPlaces() {
        ObjectNode told = exports.deepCopy();
        told.forEach(export -> {
            if (export instanceof ObjectNode facts) {
                facts.remove("url");
            }
        });
        return new ScheduledDeletion(
                id,
                spokeId,
                orgId,
                productId,
                namespace,
                cause,
                state,
                message,
                requestedAt,
                deleteAfter,
                told,
                finishedAt,
                evidence);
    }

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
