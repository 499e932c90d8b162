package io.wheelwright.billing.payment;

import io.wheelwright.api.v1alpha1.MeterSpec;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.billing.stripe.PriceBook;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import io.wheelwright.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The plans that can be bought through Stripe. */
@ApplicationScoped
class Offer {

    /** A subscription is read with ten items at most. */
    private static final int MOST_METERS = 9;

    private final Products products;

    Offer(Products products) {
        this.products = products;
    }

    /** A plan that is sold, at a price of Stripe that no other plan has. */
    record Sold(String productId, PlanSpec plan) {

        String price() {
            return plan.stripePriceId();
        }
    }

    /**
     * Finds a plan; ends the request where it cannot be bought, and says what to set.
     *
     * @param productId null where only one product has such a plan
     */
    Sold plan(String productId, String plan) {
        Map<String, PlanSpec> found = found(productId, plan);
        if (found.size() > 1) {
            throw Problem.invalid(
                    "product_id",
                    "must be one of %s: each has a plan %s".formatted(String.join(", ", found.keySet()), plan));
        }
        return found.entrySet().stream()
                .findFirst()
                .map(one -> checked(new Sold(one.getKey(), one.getValue())))
                .orElseThrow(() -> Problem.of(
                        ProblemType.CONFLICT,
                        productId == null
                                ? "No product that is sold has a plan %s: add it to spec.plans of one.".formatted(plan)
                                : "There is no product %s that is sold and has a plan %s: add it to spec.plans of it."
                                        .formatted(productId, plan)));
    }

    /** Ends the request where who pays the price of a plan would not get that plan, or it is not sold any more. */
    void checkSold(PlanSpec plan) {
        checked(products.activeIds().stream()
                .filter(name -> products.spec(name).stream()
                        .anyMatch(product -> product.plans().contains(plan)))
                .findFirst()
                .map(name -> new Sold(name, plan))
                .orElseThrow(() -> Problem.of(
                        ProblemType.CONFLICT, "The plan %s is of no product that is sold.".formatted(plan.id()))));
    }

    /**
     * The prices at which usage is charged beside a plan of a product; ends the request where they are more than a
     * subscription can have.
     */
    List<String> meterPrices(String productId) {
        List<String> prices = products.spec(productId).stream()
                .flatMap(product -> product.meters().stream())
                .map(MeterSpec::stripePriceId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (prices.size() > MOST_METERS) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The product %s has %d metered prices: nine can be bought with a plan."
                            .formatted(productId, prices.size()));
        }
        return prices;
    }

    private Map<String, PlanSpec> found(String productId, String plan) {
        List<String> names = products.activeIds().stream()
                .filter(name -> productId == null || productId.equals(name))
                .toList();
        Map<String, PlanSpec> found = new TreeMap<>();
        for (String name : names) {
            products.spec(name).stream()
                    .flatMap(product -> product.plans().stream())
                    .filter(one -> plan.equals(one.id()))
                    .forEach(one -> found.put(name, one));
        }
        Map<String, PlanSpec> priced = found.entrySet().stream()
                .filter(one -> one.getValue().stripePriceId() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
        return priced.isEmpty() ? found : priced;
    }

    private Sold checked(Sold sold) {
        if (sold.price() == null) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The plan %s cannot be bought: set stripePriceId of it in the Product %s to the id of its recurring price at Stripe."
                            .formatted(sold.plan().id(), sold.productId()));
        }
        Optional<PlanSpec> bought = PriceBook.of(products.specs()).plan(List.of(sold.price()));
        if (bought.filter(plan -> Objects.equals(plan, sold.plan())).isEmpty()) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The price %s is that of several plans: give each a stripePriceId of its own."
                            .formatted(sold.price()));
        }
        return sold;
    }
}
