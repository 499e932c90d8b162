package io.wheelwright.lifecycle;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.billing.payment.RefundRequest;
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
 * @param cancelSubscription whether the subscription at Stripe ends, too; null for no
 * @param cancelAtPeriodEnd whether everything goes on until its period ends; null for no
 * @param issueRefund whether something is refunded; null for no
 * @param refundReason why, in Stripe's words
 * @param refundAmount how much, in minor units; null for what was paid for the days that remain
 */
@JsonNaming(SnakeCaseStrategy.class)
public record DeactivationRequest(
        String reason,
        Long retentionDays,
        Boolean deleteData,
        String takeOverFrom,
        Boolean cancelSubscription,
        Boolean cancelAtPeriodEnd,
        Boolean issueRefund,
        String refundReason,
        Long refundAmount) {

    private static final String STRIPE = "stripe";

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
        checkStripe(check);
        check.done();
        return this;
    }

    private void checkStripe(Check check) {
        if (!cancelsSubscription() && (endsWithPeriod() || refunds())) {
            check.error("cancel_subscription", "is required: the rest is about a subscription that is cancelled");
        }
        if (endsWithPeriod() && refunds()) {
            check.error("issue_refund", "goes with an end at once: at the end of the period nothing is left to refund");
        }
        if (refunds()) {
            refund().ifPresent(wanted -> wanted.check(check, "refund_amount", "refund_reason"));
        } else if (refundReason != null || refundAmount != null) {
            check.error("issue_refund", "is required with a reason or an amount");
        }
    }

    boolean cancelsSubscription() {
        return Boolean.TRUE.equals(cancelSubscription);
    }

    boolean endsWithPeriod() {
        return Boolean.TRUE.equals(cancelAtPeriodEnd);
    }

    private boolean refunds() {
        return Boolean.TRUE.equals(issueRefund);
    }

    /** What is refunded; empty for nothing. */
    Optional<RefundRequest> refund() {
        return refunds() ? Optional.of(RefundRequest.ofAmount(refundAmount, refundReason)) : Optional.empty();
    }

    boolean deletesData() {
        return !Boolean.FALSE.equals(deleteData);
    }

    BillingClaim claim() {
        return new BillingClaim(
                BillingClaim.MANUAL,
                takeOverFrom == null && cancelsSubscription() ? STRIPE : takeOverFrom,
                Optional.empty());
    }
}
