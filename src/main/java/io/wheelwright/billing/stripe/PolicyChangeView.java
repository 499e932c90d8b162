package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * A customer for whom another policy would make a difference, as REST shows it.
 *
 * @param at when the first difference begins
 * @param from what the customer may do then as it is
 * @param fromReason the rule that decides so
 * @param to what by the other policy
 * @param toReason the rule that would decide so
 * @param message the same for people
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PolicyChangeView(
        String orgId, Instant at, String from, String fromReason, String to, String toReason, String message) {}
