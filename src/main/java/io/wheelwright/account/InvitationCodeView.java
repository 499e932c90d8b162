package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/** An invitation code as administrators see it. */
@JsonNaming(SnakeCaseStrategy.class)
public record InvitationCodeView(
        String codeId,
        String note,
        int uses,
        int used,
        String madeBy,
        Instant createdAt,
        Instant expiresAt,
        Instant revokedAt) {}
