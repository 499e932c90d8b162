package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.billing.payment.EndOrder.When;
import io.wheelwright.problem.Check;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a subscription is to be cancelled.
 *
 * @param when {@code period_end} or {@code now}
 * @param refund {@code none}, or how much goes back: as {@link RefundRequest} has it; null for none
 * @param amount in minor units, where that is the refund
 * @param reason of the refund
 * @param description for the records; null for none
 * @param subscriptionId Stripe's id of the subscription; null where not several live
 */
@JsonNaming(SnakeCaseStrategy.class)
public record CancelRequest(
        String when, String refund, Long amount, String reason, String description, String subscriptionId) {

    private static final Pattern WHEN = Pattern.compile("period_end|now");
    private static final Pattern REFUND = Pattern.compile("none|prorated|full|amount");
    private static final int LONGEST = 16;
    private static final String NONE = "none";
    private static final String NOW = When.now.name();

    CancelRequest checked() {
        Check check = new Check()
                .text("when", when, LONGEST)
                .matches("when", when, WHEN, "must be period_end or now")
                .optionalText("refund", refund, LONGEST)
                .matches("refund", refund, REFUND, "must be none, prorated, full or amount");
        if (refunds()) {
            if (!NOW.equals(when)) {
                check.error("refund", "goes with when: now; at the end of the period nothing is left to refund");
            }
            RefundRequest.check(check, refund, amount, reason, description);
        } else {
            if (amount != null) {
                check.error("amount", "goes with refund: amount");
            }
            RefundRequest.checkWords(check, reason, description);
        }
        RefundRequest.checkId(check, subscriptionId).done();
        return this;
    }

    boolean refunds() {
        return refund != null && !refund.equals(NONE);
    }

    When end() {
        return When.valueOf(when);
    }

    /** What is to go back; empty for nothing. */
    Optional<RefundRequest> refundRequest() {
        return refunds()
                ? Optional.of(new RefundRequest(refund, amount, reason, description, subscriptionId))
                : Optional.empty();
    }
}
