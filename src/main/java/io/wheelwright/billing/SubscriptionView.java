package io.wheelwright.billing;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/** A subscription as REST shows it. */
@JsonNaming(SnakeCaseStrategy.class)
public record SubscriptionView(
        long id,
        String orgId,
        String productId,
        String plan,
        String source,
        String state,
        Instant startedAt,
        Instant currentPeriodEnd,
        Instant trialEndsAt) {}
