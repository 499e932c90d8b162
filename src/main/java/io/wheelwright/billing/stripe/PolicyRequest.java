package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.billing.PromisedPolicy;
import io.wheelwright.problem.Check;

/**
 * A policy that a plan does not have.
 *
 * @param policy what would be other than it is
 */
@JsonNaming(SnakeCaseStrategy.class)
public record PolicyRequest(String productId, String plan, PromisedPolicy policy) {

    PolicyRequest checked() {
        Check check = new Check()
                .required("product_id", productId)
                .required("plan", plan)
                .required("policy", policy);
        if (policy != null) {
            policy.check("policy", check);
        }
        check.done();
        return this;
    }
}
