package io.wheelwright.billing.setup;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.problem.Check;

/**
 * What is to be set up.
 *
 * @param apply whether what is missing is made; null for no
 * @param productId the only product that is looked at, required with {@code apply}; null for all that are sold
 */
@JsonNaming(SnakeCaseStrategy.class)
public record StripeSetupRequest(Boolean apply, String productId) {

    private static final int LONGEST = 63;

    static StripeSetupRequest checked(StripeSetupRequest request) {
        StripeSetupRequest asked = request == null ? new StripeSetupRequest(null, null) : request;
        Check check = new Check()
                .optionalText("product_id", asked.productId, LONGEST)
                .name("product_id", asked.productId, LONGEST);
        if (asked.applies() && asked.productId == null) {
            check.error("product_id", "is required with apply: one request makes what one product needs");
        }
        check.done();
        return asked;
    }

    boolean applies() {
        return Boolean.TRUE.equals(apply);
    }
}
