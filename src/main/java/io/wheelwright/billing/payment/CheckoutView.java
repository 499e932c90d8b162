package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * Where a customer pays.
 *
 * @param trialEndsAt until when nothing is charged, where the rest of a trial is kept; null where the first payment is at once
 */
@JsonNaming(SnakeCaseStrategy.class)
public record CheckoutView(String sessionId, String checkoutUrl, Instant trialEndsAt) {}
