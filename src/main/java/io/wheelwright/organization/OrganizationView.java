package io.wheelwright.organization;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/** An organization as REST shows it. */
@JsonNaming(SnakeCaseStrategy.class)
public record OrganizationView(
        String orgId, String name, String email, String stripeCustomerId, String status, Instant createdAt) {}
