package io.wheelwright.billing.payment;

import com.stripe.model.SubscriptionItem;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import java.util.List;
import java.util.Optional;

/**
 * Which item of a subscription is that of a plan, and which plan it is to become.
 *
 * @param item the one whose price changes
 * @param present the plan that it has
 * @param wanted the plan that it is to have
 */
record PlanChoice(SubscriptionItem item, PlanSpec present, PlanSpec wanted) {

    /**
     * Chooses; ends the request where there is nothing to choose.
     *
     * @param products all that are known
     * @param product the one that was asked for; empty for that of the present plan
     */
    static PlanChoice of(
            List<SubscriptionItem> items, List<ProductSpec> products, Optional<ProductSpec> product, String plan) {
        List<SubscriptionItem> sold = items.stream()
                .filter(item -> products.stream().anyMatch(one -> sells(one, item)))
                .toList();
        if (sold.size() != 1) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "%d items of the subscription are at the price of a plan, not one: change it in Stripe's dashboard."
                            .formatted(sold.size()));
        }
        SubscriptionItem item = sold.get(0);
        PlanSpec wanted = wanted(
                product.map(List::of).orElseGet(() -> products.stream()
                        .filter(one -> sells(one, item))
                        .toList()),
                plan);
        if (wanted.stripePriceId().equals(item.getPrice().getId())) {
            throw Problem.of(ProblemType.CONFLICT, "The subscription has the plan " + plan + " already.");
        }
        return new PlanChoice(item, present(products, item), wanted);
    }

    private static PlanSpec wanted(List<ProductSpec> products, String plan) {
        List<PlanSpec> plans = products.stream()
                .flatMap(product -> product.plans().stream())
                .filter(one -> one.id().equals(plan))
                .distinct()
                .toList();
        if (plans.isEmpty()) {
            throw Problem.invalid("plan", "is not a plan of the product");
        }
        if (plans.size() > 1) {
            throw Problem.invalid("product_id", "is required: several products have such a plan");
        }
        if (plans.get(0).stripePriceId() == null) {
            throw Problem.of(ProblemType.CONFLICT, "The plan " + plan + " has no price at Stripe.");
        }
        return plans.get(0);
    }

    private static PlanSpec present(List<ProductSpec> products, SubscriptionItem item) {
        return products.stream()
                .flatMap(product -> product.plans().stream())
                .filter(plan -> item.getPrice().getId().equals(plan.stripePriceId()))
                .findFirst()
                .orElseThrow();
    }

    private static boolean sells(ProductSpec product, SubscriptionItem item) {
        return product.plans().stream()
                .anyMatch(plan ->
                        item.getPrice() != null && item.getPrice().getId().equals(plan.stripePriceId()));
    }
}
