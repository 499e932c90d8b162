package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.UUID;

/** Somebody who belongs to an organization. */
@JsonNaming(SnakeCaseStrategy.class)
public record MemberView(UUID userId, String email, String fullName, String role, Instant memberSince) {}
