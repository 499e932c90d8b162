package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which plan is sold at which price of Stripe. */
public record PriceBook(Map<String, Set<PlanSpec>> plans) {

    public static PriceBook of(Collection<ProductSpec> products) {
        return new PriceBook(products.stream()
                .flatMap(product -> product.plans().stream())
                .filter(plan -> plan.stripePriceId() != null)
                .collect(Collectors.groupingBy(PlanSpec::stripePriceId, Collectors.toUnmodifiableSet())));
    }

    /** The same with another one in the place of a plan. */
    PriceBook with(PlanSpec plan, PlanSpec other) {
        return new PriceBook(plans.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, sold -> sold.getValue().stream()
                        .map(known -> known.equals(plan) ? other : known)
                        .collect(Collectors.toUnmodifiableSet()))));
    }

    /** The plan that these prices buy; empty where none of them is that of a plan, or several are. */
    public Optional<PlanSpec> plan(List<String> prices) {
        if (prices == null) {
            return Optional.empty();
        }
        Set<PlanSpec> bought = prices.stream()
                .map(plans::get)
                .filter(Objects::nonNull)
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
        return bought.size() == 1 ? Optional.of(bought.iterator().next()) : Optional.empty();
    }
}
