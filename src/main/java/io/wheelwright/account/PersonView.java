package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Somebody who is logged in. */
@JsonNaming(SnakeCaseStrategy.class)
public record PersonView(
        UUID userId,
        String email,
        String fullName,
        boolean emailVerified,
        Instant createdAt,
        List<MembershipView> organizations) {}
