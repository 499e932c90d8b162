package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/** Somebody on the waiting list. */
@JsonNaming(SnakeCaseStrategy.class)
public record WaitlistView(
        String entryId, String email, Instant createdAt, Instant admittedAt, String admittedBy, Instant expiresAt) {}
