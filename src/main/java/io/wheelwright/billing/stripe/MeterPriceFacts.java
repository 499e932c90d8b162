package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.api.v1alpha1.MeterSpec;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import java.util.List;

/**
 * The price of a meter at Stripe.
 *
 * @param active whether it can be bought
 * @param formula by which its meter counts; null where no meter measures it
 * @param tiered whether what a unit costs depends on how many there are
 * @param per how many units it is for, where it says so; null otherwise
 * @param currency by ISO 4217
 */
record MeterPriceFacts(String id, boolean active, String formula, boolean tiered, Long per, String currency) {

    private static final String SUM = "sum";

    /**
     * Reads it.
     *
     * @param meter its meter; null for none
     */
    static MeterPriceFacts of(JsonNode price, JsonNode meter) {
        JsonNode per = price.at("/transform_quantity/divide_by");
        return new MeterPriceFacts(
                price.path("id").asText(),
                price.path("active").asBoolean(),
                meter == null ? null : meter.at("/default_aggregation/formula").asText(),
                price.path("billing_scheme").asText().equals("tiered"),
                per.isNumber() ? per.asLong() : null,
                price.path("currency").asText());
    }

    /** Whether what is used is charged at it as the Product says. */
    StripeCheck check(String subject, MeterSpec meter, ProductSpec product) {
        if (formula == null) {
            return StripeCheck.failed(subject, id + " is not metered: it is charged whatever is used.");
        }
        if (!SUM.equals(formula)) {
            return StripeCheck.failed(
                    subject,
                    "%s counts by %s: make a meter that adds up (sum), and a price of it.".formatted(id, formula));
        }
        if (!active) {
            return StripeCheck.failed(subject, id + " is archived: Stripe refuses a checkout with it.");
        }
        if (tiered) {
            return StripeCheck.warning(
                    subject, id + " has tiers, and Stripe is told of units beyond the included ones only.");
        }
        if (per != null && !per.equals(meter.per())) {
            return StripeCheck.warning(
                    subject, "%s is for %d units, and the Product says %d.".formatted(id, per, meter.per()));
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
                        && !plan.price().currency().equalsIgnoreCase(currency))
                .map(PlanSpec::id)
                .toList();
    }
}
