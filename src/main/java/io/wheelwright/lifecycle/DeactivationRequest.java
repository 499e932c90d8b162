package io.wheelwright.lifecycle;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.organization.BillingClaim;
import io.wheelwright.problem.Check;
import java.util.Optional;

/**
 * How a customer is to be let go.
 *
 * @param reason for the colleague who wonders
 * @param retentionDays for how long the data is kept; null for what the plan and the customer's time say
 * @param deleteData whether it is deleted after that; null for yes
 * @param takeOverFrom the biller that the subscription is taken from, where that is not {@code manual}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record DeactivationRequest(String reason, Long retentionDays, Boolean deleteData, String takeOverFrom) {

    private static final int LONGEST = 512;
    private static final int LONGEST_NAME = 63;
    private static final int MOST_DAYS = 3650;

    DeactivationRequest checked() {
        Check check = new Check()
                .text("reason", reason, LONGEST)
                .within("retention_days", retentionDays, 0, MOST_DAYS)
                .name("take_over_from", takeOverFrom, LONGEST_NAME);
        if (retentionDays != null && !deletesData()) {
            check.error(
                    "retention_days", "says when the data is deleted, and delete_data that it is not: leave one out");
        }
        check.done();
        return this;
    }

    boolean deletesData() {
        return !Boolean.FALSE.equals(deleteData);
    }

    BillingClaim claim() {
        return new BillingClaim(BillingClaim.MANUAL, takeOverFrom, Optional.empty());
    }
}
