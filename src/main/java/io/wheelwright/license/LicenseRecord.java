package io.wheelwright.license;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * A license that was issued.
 *
 * @param sha256 SHA-256 of the token in lowercase hexadecimal; the token itself is not kept
 * @param access what it grants
 * @param reason why it grants that: what follows from billing, or what an administrator said who has revoked it
 * @param billingSource who said what is paid
 * @param billingRevision number of what was said last when it was issued
 * @param supersededAt when another one took its place
 * @param revokedAt when it was revoked before its end
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
        String reason,
        String billingSource,
        Long billingRevision,
        Instant issuedAt,
        Instant expiresAt,
        Instant supersededAt,
        Instant revokedAt) {}
