package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.Price;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * A price at Stripe.
 *
 * @param active whether it can be bought
 * @param amount of one unit, in minor units; null where it is not one number
 * @param currency by ISO 4217
 * @param interval null of one that is paid once
 * @param meter id of what measures what it is paid for; null where it is paid whatever is used
 * @param tiered whether what a unit costs depends on how many there are
 * @param per how many units it is for, where it says so; null otherwise
 */
public record PriceFacts(
        String id,
        boolean active,
        BigDecimal amount,
        String currency,
        String interval,
        long intervalCount,
        String meter,
        boolean tiered,
        Long per) {

    /** Why a plan cannot be sold at a price, or not as its Product says. */
    public enum PlanFault {
        /** It does not recur. */
        paid_once,
        /** Nobody can buy at it. */
        archived,
        /** It costs something else. */
        other_amount
    }

    /** As Stripe has it. */
    public static PriceFacts of(com.stripe.model.Price price) {
        com.stripe.model.Price.Recurring recurring = price.getRecurring();
        boolean tiered = "tiered".equals(price.getBillingScheme());
        Long per = price.getTransformQuantity() == null
                ? null
                : price.getTransformQuantity().getDivideBy();
        return new PriceFacts(
                price.getId(),
                Boolean.TRUE.equals(price.getActive()),
                tiered || per != null ? null : price.getUnitAmountDecimal(),
                price.getCurrency(),
                recurring == null ? null : recurring.getInterval(),
                recurring == null || recurring.getIntervalCount() == null ? 1 : recurring.getIntervalCount(),
                recurring == null ? null : recurring.getMeter(),
                tiered,
                per);
    }

    /** Whether one unit costs this much, in minor units. */
    public boolean costs(BigDecimal wanted, String in) {
        return amount != null && amount.compareTo(wanted) == 0 && currency.equalsIgnoreCase(in);
    }

    /**
     * What is amiss with it as the price of a plan; empty for nothing.
     *
     * @param said what the plan costs by its Product; null where that is agreed with each customer
     */
    public Optional<PlanFault> faultOfPlan(Price said) {
        if (interval == null) {
            return Optional.of(PlanFault.paid_once);
        }
        if (!active) {
            return Optional.of(PlanFault.archived);
        }
        return said == null || costs(BigDecimal.valueOf(said.amount()), said.currency())
                ? Optional.empty()
                : Optional.of(PlanFault.other_amount);
    }

    /** Whether the plan can be bought for what its Product says. */
    StripeCheck check(String subject, PlanSpec plan) {
        return faultOfPlan(plan.price())
                .map(fault -> switch (fault) {
                    case paid_once -> StripeCheck.failed(subject, id + " is paid once: the price of a plan recurs.");
                    case archived -> StripeCheck.warning(subject, id + " is archived: nobody can buy the plan.");
                    case other_amount ->
                        StripeCheck.warning(
                                subject,
                                "%s is %s %s, and the Product says %d %s, in minor units."
                                        .formatted(
                                                id,
                                                amount == null ? "no single amount of" : amount.toPlainString(),
                                                currency.toUpperCase(Locale.ROOT),
                                                plan.price().amount(),
                                                plan.price().currency()));
                })
                .orElseGet(() -> StripeCheck.ok(subject, id + " can be bought."));
    }
}
