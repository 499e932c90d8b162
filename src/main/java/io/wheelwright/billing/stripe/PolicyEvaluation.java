package io.wheelwright.billing.stripe;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingPolicy;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.billing.stripe.Counting.Claim;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.problem.Problem;
import io.wheelwright.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** For whom another policy of a plan would make a difference: by the same decisions as ever, and without a trace. */
@ApplicationScoped
class PolicyEvaluation {

    private static final int AT_ONCE = 500;

    private final Products products;
    private final Customers customers;
    private final Reckoning reckoning;
    private final Disputes disputes;
    private final EntityManager database;
    private final Clock clock;

    PolicyEvaluation(
            Products products,
            Customers customers,
            Reckoning reckoning,
            Disputes disputes,
            EntityManager database,
            Clock clock) {
        this.products = products;
        this.customers = customers;
        this.reckoning = reckoning;
        this.disputes = disputes;
        this.database = database;
        this.clock = clock;
    }

    /** Where a customer changes, by its place among all that do. */
    private record Found(long place, PolicyChange change) {}

    /**
     * Goes through all customers of Stripe, in a transaction in which the database itself refuses every write.
     *
     * @throws RuntimeException that ends the request, where there is no such plan
     */
    @Transactional
    Page<PolicyChangeView> evaluate(String productId, String planId, BillingPolicy policy, PageRequest page) {
        database.createNativeQuery("SET TRANSACTION READ ONLY").executeUpdate();
        ProductSpec product = products.spec(productId)
                .orElseThrow(() -> Problem.invalid("product_id", "there is no product " + productId));
        PlanSpec plan = plan(product, planId);
        List<ProductSpec> all = products.specs();
        PriceBook present = PriceBook.of(all);
        PriceBook other = PriceBook.with(all, product, plan, changed(plan, policy));
        Instant now = clock.instant();
        List<PolicyChange> changes = new ArrayList<>();
        List<Customer> some = customers.billedBy(Projection.SOURCE, "", AT_ONCE);
        while (!some.isEmpty()) {
            changes.addAll(changes(some, present, other, now));
            some = customers.billedBy(
                    Projection.SOURCE, some.get(some.size() - 1).orgId(), AT_ONCE);
        }
        List<Found> wanted = new ArrayList<>();
        for (long place = page.after(); place < changes.size() && wanted.size() <= page.limit(); place++) {
            wanted.add(new Found(place + 1, changes.get(Math.toIntExact(place))));
        }
        return Page.of(wanted, page.limit(), changes.size(), Found::place, found -> found.change.view());
    }

    private List<PolicyChange> changes(List<Customer> some, PriceBook present, PriceBook other, Instant now) {
        Map<String, List<Claim>> claims = SubscriptionRow.ofAll(
                        some.stream().map(Customer::orgId).toList())
                .stream()
                .collect(Collectors.groupingBy(row -> row.orgId, Collectors.mapping(Claim::of, Collectors.toList())));
        Map<String, List<DisputeFacts>> disputed =
                disputes.ofAll(some.stream().map(Customer::uid).toList());
        List<PolicyChange> changes = new ArrayList<>();
        for (Customer customer : some) {
            List<Claim> its = claims.getOrDefault(customer.orgId(), List.of());
            List<DisputeFacts> about = disputed.getOrDefault(customer.uid(), List.of());
            BillingFacts before = written(customer, reckoning.of(customer, its, about, present), now);
            BillingFacts after = written(customer, reckoning.of(customer, its, about, other), now);
            PolicyChange.of(customer.orgId(), before, after, customer.suspended(), now)
                    .ifPresent(changes::add);
        }
        return changes;
    }

    /** Where nothing would be written, what is there stays. */
    private static BillingFacts written(Customer customer, Decision decision, Instant now) {
        return decision.facts() == null
                ? customer.billing()
                : Follower.completed(decision.facts(), customer.billing(), now);
    }

    private static PlanSpec plan(ProductSpec product, String planId) {
        return product.plans().stream()
                .filter(plan -> plan.id().equals(planId))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("plan", "the product has no plan " + planId));
    }

    private static PlanSpec changed(PlanSpec plan, BillingPolicy policy) {
        return PlanSpecBuilder.builder(plan)
                .graceDays(Objects.requireNonNullElse(policy.graceDays(), plan.graceDays()))
                .graceFullDays(policy.graceFullDays() == null ? plan.graceFullDays() : policy.graceFullDays())
                .trialGraceDays(Objects.requireNonNullElse(policy.trialGraceDays(), plan.trialGraceDays()))
                .onDispute(policy.onDispute() == null ? plan.onDispute() : policy.onDispute())
                .onPausedCollection(
                        policy.onPausedCollection() == null ? plan.onPausedCollection() : policy.onPausedCollection())
                .onPausedTrial(policy.onPausedTrial() == null ? plan.onPausedTrial() : policy.onPausedTrial())
                .build();
    }
}
