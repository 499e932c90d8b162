package io.wheelwright.export;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An export as REST shows it.
 *
 * @param message why it has failed; null when it has not
 * @param expiresAt until when the archive is kept; null before it is ready
 * @param sha256 of the archive, in lowercase hexadecimal; null before it is ready
 * @param size of the archive in bytes; null before it is ready
 * @param linkExpiresAt until when the last link is good; null where none was made
 * @param instances what the hooks of the organization's instances have exported
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ExportView(
        UUID id,
        String orgId,
        String state,
        String message,
        Instant createdAt,
        Instant readyAt,
        Instant expiresAt,
        String sha256,
        Long size,
        Instant linkExpiresAt,
        List<InstanceExportView> instances) {}
