package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/** The subscription that a signup began. */
@JsonNaming(SnakeCaseStrategy.class)
public record TrialView(String productId, String plan, String state, Instant trialEndsAt, long trialDaysRemaining) {}
