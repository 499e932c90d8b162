package io.wheelwright.token;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A token as people see it who manage it. */
@JsonNaming(SnakeCaseStrategy.class)
public record TokenView(
        UUID tokenId,
        String name,
        List<TokenScope> scopes,
        UUID madeBy,
        Instant createdAt,
        Instant expiresAt,
        Instant lastUsedAt,
        Instant revokedAt) {}
