package io.wheelwright.organization;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Objects;

/** An organization as REST shows it. */
@JsonNaming(SnakeCaseStrategy.class)
public record OrganizationView(
        String orgId, String name, String email, String stripeCustomerId, String status, Instant createdAt) {

    /** The same after the change. */
    OrganizationView with(OrganizationChange change) {
        return new OrganizationView(
                orgId,
                Objects.requireNonNullElse(change.name(), name),
                Objects.requireNonNullElse(change.email(), email),
                stripeCustomerId,
                status,
                createdAt);
    }
}
