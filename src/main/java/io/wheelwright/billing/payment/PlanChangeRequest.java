package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.problem.Check;
import java.time.Instant;

/**
 * Which plan a subscription is to have.
 *
 * @param plan id of the plan
 * @param productId product whose plan it is; null for that of the present plan
 * @param prorationDate as a preview has told, so that it costs what was shown; null for when Stripe changes it
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PlanChangeRequest(String plan, String productId, Instant prorationDate) {

    private static final int LONGEST = 63;

    PlanChangeRequest checked() {
        new Check()
                .text("plan", plan, LONGEST)
                .name("plan", plan, LONGEST)
                .optionalText("product_id", productId, LONGEST)
                .name("product_id", productId, LONGEST)
                .done();
        return this;
    }
}
