package io.wheelwright.organization;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Objects;

/**
 * An organization as REST shows it.
 *
 * @param legalHold that nothing of it may be destroyed; left out where it may
 */
@JsonNaming(SnakeCaseStrategy.class)
public record OrganizationView(
        String orgId,
        String name,
        String email,
        String stripeCustomerId,
        String status,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) LegalHold legalHold) {

    /** The same without what is not for the customer to know. */
    OrganizationView forCustomers() {
        return new OrganizationView(orgId, name, email, stripeCustomerId, status, createdAt, null);
    }

    /** The same after the change. */
    OrganizationView with(OrganizationChange change) {
        return new OrganizationView(
                orgId,
                Objects.requireNonNullElse(change.name(), name),
                Objects.requireNonNullElse(change.email(), email),
                stripeCustomerId,
                status,
                createdAt,
                legalHold);
    }
}
