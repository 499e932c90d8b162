package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.problem.Check;
import java.util.regex.Pattern;

/**
 * What is to be refunded.
 *
 * @param mode {@code full}, {@code prorated} or {@code amount}
 * @param amount in minor units of the subscription's currency, where that is the mode
 * @param reason one of Stripe's: requested_by_customer, duplicate or fraudulent
 * @param description for the records; null for none
 * @param subscriptionId Stripe's id of the subscription that was paid; null where not several live
 */
@JsonNaming(SnakeCaseStrategy.class)
public record RefundRequest(String mode, Long amount, String reason, String description, String subscriptionId) {

    private static final Pattern MODE = Pattern.compile("full|prorated|amount");
    private static final Pattern REASON = Pattern.compile("requested_by_customer|duplicate|fraudulent");
    private static final String REASONS = "must be requested_by_customer, duplicate or fraudulent";
    private static final int LONGEST = 500;
    private static final int LONGEST_ID = 255;

    /** The most that Stripe takes: twelve digits. */
    private static final long MOST = 999_999_999_999L;

    RefundRequest checked() {
        Check check =
                new Check().text("mode", mode, LONGEST).matches("mode", mode, MODE, "must be full, prorated or amount");
        checkId(check(check, mode, amount, reason, description), subscriptionId).done();
        return this;
    }

    /**
     * What is refunded to who is let go.
     *
     * @param amount in minor units; null for what was paid for the days that remain
     */
    public static RefundRequest ofAmount(Long amount, String reason) {
        RefundMode mode = amount == null ? RefundMode.prorated : RefundMode.amount;
        return new RefundRequest(mode.name(), amount, reason, null, null);
    }

    /** Looks at amount and reason, under the names that they have in another request. */
    public Check check(Check check, String amountField, String reasonField) {
        return check.within(amountField, amount, 1, MOST)
                .text(reasonField, reason, LONGEST)
                .matches(reasonField, reason, REASON, REASONS);
    }

    /** Looks at what goes with a mode. */
    static Check check(Check check, String mode, Long amount, String reason, String description) {
        if (RefundMode.amount.name().equals(mode)) {
            check.required("amount", amount).within("amount", amount, 1, MOST);
        } else if (amount != null) {
            check.error("amount", "goes with amount as the mode: " + mode + " says how much it is");
        }
        return checkWords(check.required("reason", reason), reason, description);
    }

    static Check checkWords(Check check, String reason, String description) {
        return check.optionalText("reason", reason, LONGEST)
                .matches("reason", reason, REASON, REASONS)
                .optionalText("description", description, LONGEST);
    }

    static Check checkId(Check check, String subscriptionId) {
        return check.optionalText("subscription_id", subscriptionId, LONGEST_ID);
    }

    RefundMode refundMode() {
        return RefundMode.valueOf(mode);
    }

    RefundReason refundReason() {
        return RefundReason.valueOf(reason);
    }
}
