package io.wheelwright.organization;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * How the legal hold on the organizations of a name stands.
 *
 * @param legalHold the hold; left out where there is none
 * @param keptUntil until when nothing is destroyed since it was lifted; null where it never was, or holds
 */
@JsonNaming(SnakeCaseStrategy.class)
public record LegalHoldView(
        String orgId,
        @JsonInclude(JsonInclude.Include.NON_NULL) LegalHold legalHold,
        Instant keptUntil) {

    static LegalHoldView of(String orgId) {
        return LegalHoldEntity.of(orgId)
                .map(row -> new LegalHoldView(orgId, row.hold().orElse(null), row.keptUntil))
                .orElseGet(() -> new LegalHoldView(orgId, null, null));
    }
}
