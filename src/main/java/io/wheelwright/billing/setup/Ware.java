package io.wheelwright.billing.setup;

import io.wheelwright.api.v1alpha1.MeterSpec;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.billing.payment.PayableAmount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A plan or a meter that is sold, as its Product says it.
 *
 * @param path where it stands in the Product
 * @param name for who pays
 * @param amount in minor units of the currency
 * @param per how many units that buys; 1 of a plan
 * @param priceId that the Product names; null for none
 */
record Ware(
        String productId,
        boolean isMeter,
        String path,
        String id,
        String name,
        long amount,
        long per,
        String currency,
        String priceId) {

    private static final int LONGEST_LOOKUP_KEY = 200;
    private static final int LONGEST_EVENT_NAME = 100;
    private static final int MOST_DECIMALS = 12;

    /** What a product sells at a price; plans whose price is agreed with each customer are not among it. */
    static List<Ware> of(String productId, ProductSpec spec) {
        List<Ware> wares = new ArrayList<>();
        for (int i = 0; i < spec.plans().size(); i++) {
            PlanSpec plan = spec.plans().get(i);
            if (plan.price() != null) {
                wares.add(new Ware(
                        productId,
                        false,
                        "/spec/plans/" + i,
                        plan.id(),
                        spec.displayName() + " " + Objects.requireNonNullElse(plan.displayName(), plan.id()),
                        plan.price().amount(),
                        1,
                        plan.price().currency(),
                        plan.stripePriceId()));
            }
        }
        for (int i = 0; i < spec.meters().size(); i++) {
            MeterSpec meter = spec.meters().get(i);
            if (meter.overage() != null) {
                wares.add(new Ware(
                        productId,
                        true,
                        "/spec/meters/" + i,
                        meter.name(),
                        spec.displayName() + " " + meter.name() + (meter.unit() == null ? "" : ", " + meter.unit()),
                        meter.overage().amount(),
                        meter.per(),
                        meter.overage().currency(),
                        meter.stripePriceId()));
            }
        }
        return List.copyOf(wares);
    }

    String idField() {
        return isMeter ? "/name" : "/id";
    }

    String about() {
        return "%s %s of %s".formatted(isMeter ? "meter" : "plan", id, productId);
    }

    /** Names of products and plans have no underscore, so that no two wares have the same. */
    String stripeProductId() {
        return "wheelwright_%s_%s_%s".formatted(isMeter ? "meter" : "plan", productId, id);
    }

    /** Names of meters have no hyphen. */
    String eventName() {
        return productId + "-" + id;
    }

    /** Another price has another key: prices of Stripe never change. */
    String lookupKey() {
        return "%s_%s_%s".formatted(stripeProductId(), unitAmount().toPlainString(), currency.toLowerCase(Locale.ROOT));
    }

    /** What one unit costs, in minor units. */
    BigDecimal unitAmount() {
        return exact().orElseThrow();
    }

    /** Why it cannot be made at Stripe; empty where it can. */
    Optional<String> problem() {
        long step = PayableAmount.step(currency);
        if (!isMeter && amount % step != 0) {
            return Optional.of("Of %s, Stripe moves multiples of %d minor units only: correct the price of the plan."
                    .formatted(currency, step));
        }
        if (exact().isEmpty()) {
            return Optional.of(
                    "%d for %d units has no amount for one unit with at most %d decimals: make the price by hand."
                            .formatted(amount, per, MOST_DECIMALS));
        }
        return lookupKey().length() > LONGEST_LOOKUP_KEY
                        || isMeter && eventName().length() > LONGEST_EVENT_NAME
                ? Optional.of("Its names are too long for Stripe: make the price by hand.")
                : Optional.empty();
    }

    private Optional<BigDecimal> exact() {
        try {
            BigDecimal one =
                    BigDecimal.valueOf(amount).divide(BigDecimal.valueOf(per)).stripTrailingZeros();
            return one.scale() > MOST_DECIMALS
                    ? Optional.empty()
                    : Optional.of(one.scale() < 0 ? one.setScale(0) : one);
        } catch (ArithmeticException endless) {
            return Optional.empty();
        }
    }
}
