package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * Which price an item of a subscription is to have in place of another.
 *
 * @param plan id of the plan that is sold at the new price
 * @param prorationDate in seconds since 1970; null for when Stripe changes it
 */
@JsonNaming(SnakeCaseStrategy.class)
record PlanOrder(String subscription, String item, String fromPrice, String toPrice, String plan, Long prorationDate) {}
