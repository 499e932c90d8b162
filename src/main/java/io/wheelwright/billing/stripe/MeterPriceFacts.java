package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.MeterSpec;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import java.util.List;
import java.util.Optional;

/**
 * The price of a meter at Stripe.
 *
 * @param measure what measures it; empty where nothing does, or that is not there
 */
record MeterPriceFacts(PriceFacts price, Optional<MeterFacts> measure) {

    /** Whether what is used is charged at it as the Product says. */
    StripeCheck check(String subject, MeterSpec meter, ProductSpec product) {
        String id = price.id();
        if (price.meter() == null) {
            return StripeCheck.failed(subject, id + " is not metered: it is charged whatever is used.");
        }
        if (measure.isEmpty()) {
            return StripeCheck.failed(
                    subject,
                    "%s is of the meter %s, which is not there: make a meter that adds up (sum), and a price of it."
                            .formatted(id, price.meter()));
        }
        if (!measure.get().addsUp()) {
            return StripeCheck.failed(
                    subject,
                    "%s counts by %s: make a meter that adds up (sum), and a price of it."
                            .formatted(id, measure.get().formula()));
        }
        if (!price.active()) {
            return StripeCheck.failed(subject, id + " is archived: Stripe refuses a checkout with it.");
        }
        if (price.tiered()) {
            return StripeCheck.warning(
                    subject, id + " has tiers, and Stripe is told of units beyond the included ones only.");
        }
        if (price.per() != null && !price.per().equals(meter.per())) {
            return StripeCheck.warning(
                    subject, "%s is for %d units, and the Product says %d.".formatted(id, price.per(), meter.per()));
        }
        List<String> others = notSoldWith(product);
        return others.isEmpty()
                ? StripeCheck.ok(subject, id + " can be bought with each plan.")
                : StripeCheck.warning(
                        subject,
                        "%s is not sold with %s, which costs another currency: what it is for is not charged there."
                                .formatted(id, String.join(", ", others)));
    }

    private List<String> notSoldWith(ProductSpec product) {
        return product.plans().stream()
                .filter(plan -> plan.stripePriceId() != null
                        && plan.price() != null
                        && !plan.price().currency().equalsIgnoreCase(price.currency()))
                .map(PlanSpec::id)
                .toList();
    }
}
