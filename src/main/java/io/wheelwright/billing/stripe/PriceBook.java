package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.api.v1alpha1.ProductSpecBuilder;
import java.util.ArrayList;
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

    /**
     * The prices there are once a plan of one of these products has another one in its place; equal plans of others stay.
     *
     * @param product one of these
     * @param plan of that product
     */
    static PriceBook with(Collection<ProductSpec> products, ProductSpec product, PlanSpec plan, PlanSpec other) {
        List<ProductSpec> all = new ArrayList<>(products);
        all.remove(product);
        all.add(ProductSpecBuilder.builder(product)
                .plans(product.plans().stream()
                        .map(known -> known.equals(plan) ? other : known)
                        .toList())
                .build());
        return of(all);
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
