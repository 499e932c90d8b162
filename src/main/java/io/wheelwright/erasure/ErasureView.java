package io.wheelwright.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * An erasure as REST shows it; the tombstone once it is done.
 *
 * @param message why it is not done yet; null when it is, or before the first look
 * @param seenAt when the customer was first found to have gone
 * @param evidence what was seen in the cluster when it was done
 * @param counts how many rows were deleted, by table
 * @param exportSha256 checksum of the newest export; null where none was made
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ErasureView(
        long id,
        String orgId,
        String message,
        Instant seenAt,
        Instant erasedAt,
        String evidence,
        JsonNode counts,
        String exportSha256) {}
