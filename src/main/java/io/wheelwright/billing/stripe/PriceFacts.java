package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.PlanSpec;
import java.util.Locale;

/**
 * A price at Stripe.
 *
 * @param active whether it can be bought
 * @param recurring whether it is one of a subscription
 * @param amount in the minor unit of the currency; null where it is not one number
 * @param currency by ISO 4217
 */
record PriceFacts(String id, boolean active, boolean recurring, Long amount, String currency) {

    /** Whether the plan can be bought for what its Product says. */
    StripeCheck check(String subject, PlanSpec plan) {
        if (!recurring) {
            return StripeCheck.failed(subject, id + " is paid once: the price of a plan recurs.");
        }
        if (!active) {
            return StripeCheck.warning(subject, id + " is archived: nobody can buy the plan.");
        }
        if (plan.price() != null && !costs(plan)) {
            return StripeCheck.warning(
                    subject,
                    "%s is %s %s, and the Product says %d %s, in minor units."
                            .formatted(
                                    id,
                                    amount == null ? "no single amount of" : amount,
                                    currency.toUpperCase(Locale.ROOT),
                                    plan.price().amount(),
                                    plan.price().currency()));
        }
        return StripeCheck.ok(subject, id + " can be bought.");
    }

    private boolean costs(PlanSpec plan) {
        return plan.price().amount().equals(amount) && plan.price().currency().equalsIgnoreCase(currency);
    }
}
