package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.UUID;

/** An invitation as the organization sees it; who is invited gets the token by mail. */
@JsonNaming(SnakeCaseStrategy.class)
public record InvitationView(
        UUID invitationId, String email, String role, String invitedBy, Instant createdAt, Instant expiresAt) {}
