package io.wheelwright.lifecycle;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.organization.BillingClaim;
import io.wheelwright.problem.Check;
import java.util.Optional;

/**
 * How a customer that was let go comes back.
 *
 * @param takeOverFrom the biller that the subscription is taken from, where that is not {@code manual}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ReactivationRequest(String takeOverFrom) {

    private static final int LONGEST_NAME = 63;

    ReactivationRequest checked() {
        new Check().name("take_over_from", takeOverFrom, LONGEST_NAME).done();
        return this;
    }

    BillingClaim claim() {
        return new BillingClaim(BillingClaim.MANUAL, takeOverFrom, Optional.empty());
    }
}
