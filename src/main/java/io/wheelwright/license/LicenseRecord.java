package io.wheelwright.license;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * A license that was issued.
 *
 * @param sha256 SHA-256 of the token in lowercase hexadecimal; the token itself is not kept
 * @param access what it grants
 */
@JsonNaming(SnakeCaseStrategy.class)
public record LicenseRecord(
        long id,
        String spokeId,
        LicenseAction action,
        String plan,
        String access,
        boolean trial,
        long revision,
        String jti,
        String kid,
        String sha256,
        Instant issuedAt,
        Instant expiresAt) {}
