package io.wheelwright.account;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import io.wheelwright.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be signed up for. */
@ApplicationScoped
class Offers {

    private final Products products;
    private final WheelwrightConfig.Hosted config;

    Offers(Products products, WheelwrightConfig config) {
        this.products = products;
        this.config = config.hosted();
    }

    /**
     * The offer that somebody means; ends the request when there is none.
     *
     * @param productId null for the default one
     * @param plan null for the default one
     */
    @Transactional
    Offer find(String productId, String plan) {
        String id = Optional.ofNullable(productId)
                .or(config::product)
                .or(this::onlyOne)
                .orElseThrow(() -> Problem.invalid("product_id", "is required: several products are sold"));
        ProductSpec product = products.spec(id)
                .filter(ProductSpec::active)
                .orElseThrow(() -> Problem.invalid("product_id", "must be a product that is sold"));
        return new Offer(id, plan(product, plan));
    }

    /** What somebody was promised who confirms it now; ends the request when it is not sold any more. */
    Offer promised(String productId, String plan) {
        return former(productId, plan)
                .filter(offer ->
                        products.spec(productId).filter(ProductSpec::active).isPresent())
                .orElseThrow(() -> Problem.of(
                        ProblemType.CONFLICT,
                        "Plan %s of %s is not sold any more: sign up again.".formatted(plan, productId)));
    }

    /** What was offered under these names, if it still is there. */
    Optional<Offer> former(String productId, String plan) {
        return products.spec(productId).flatMap(product -> product.plans().stream()
                .filter(there -> there.id().equals(plan))
                .findFirst()
                .map(there -> new Offer(productId, there)));
    }

    private Optional<String> onlyOne() {
        List<String> active = products.activeIds();
        return active.size() == 1 ? Optional.of(active.get(0)) : Optional.empty();
    }

    private PlanSpec plan(ProductSpec product, String plan) {
        Optional<String> wanted = Optional.ofNullable(plan)
                .or(() -> config.plan().filter(usual -> product.plans().stream()
                        .anyMatch(there -> there.id().equals(usual))));
        return product.plans().stream()
                .filter(there -> wanted.isEmpty() || there.id().equals(wanted.get()))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "plan",
                        "must be one of "
                                + product.plans().stream().map(PlanSpec::id).collect(Collectors.joining(", "))));
    }
}
