package io.wheelwright.billing.stripe;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingPolicy;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.billing.stripe.Counting.Claim;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.Customers.Listed;
import io.wheelwright.organization.OwnOrganization;
import io.wheelwright.problem.Problem;
import io.wheelwright.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** For whom another policy of a plan would make a difference: by the same decisions as ever, and without a trace. */
@ApplicationScoped
class PolicyEvaluation {

    private static final int AT_ONCE = 500;

    /** In one request. */
    private static final int MOST_BATCHES = 10;

    private final Products products;
    private final Customers customers;
    private final OwnOrganization own;
    private final Reckoning reckoning;
    private final Disputes disputes;
    private final EntityManager database;
    private final Clock clock;

    PolicyEvaluation(
            Products products,
            Customers customers,
            OwnOrganization own,
            Reckoning reckoning,
            Disputes disputes,
            EntityManager database,
            Clock clock) {
        this.products = products;
        this.customers = customers;
        this.own = own;
        this.reckoning = reckoning;
        this.disputes = disputes;
        this.database = database;
        this.clock = clock;
    }

    /** What is compared. */
    private record Compared(PriceBook present, PriceBook other, Instant now) {}

    /** Where a customer changes. */
    private record Found(long place, PolicyChange change) {}

    /**
     * Goes through the customers of Stripe behind a place until the page is full, or as many were looked at as one request
     * may: then a page may have fewer, and another one after it. Nothing but reads, a transaction for each batch, in which the
     * database itself refuses every write.
     *
     * @return its total is how many customers of Stripe there are
     * @throws RuntimeException that ends the request, where there is no such plan
     */
    Page<PolicyChangeView> evaluate(String productId, String planId, BillingPolicy policy, PageRequest page) {
        Compared compared = compared(productId, planId, policy);
        long total = customers.countBilledBy(Projection.SOURCE);
        List<Found> found = new ArrayList<>();
        long after = page.after();
        for (int batch = 0; batch < MOST_BATCHES; batch++) {
            long begin = after;
            List<Listed> some = reading(() -> customers.billedBy(Projection.SOURCE, begin, AT_ONCE));
            found.addAll(reading(() -> changes(some, compared)));
            if (found.size() >= page.limit()) {
                return page(found.subList(0, page.limit()), total, found.get(page.limit() - 1).place);
            }
            if (some.size() < AT_ONCE) {
                return page(found, total, null);
            }
            after = some.get(some.size() - 1).place();
        }
        return page(found, total, after);
    }

    private static Page<PolicyChangeView> page(List<Found> found, long total, Long next) {
        return new Page<>(
                found.stream().map(one -> one.change.view()).toList(), total, next == null ? null : next.toString());
    }

    private Compared compared(String productId, String planId, BillingPolicy policy) {
        ProductSpec product = products.spec(productId)
                .orElseThrow(() -> Problem.invalid("product_id", "there is no product " + productId));
        PlanSpec plan = plan(product, planId);
        PlanSpec changed = changed(plan, policy);
        boolean changesGrace = policy.graceDays() != null || policy.graceFullDays() != null;
        if (changesGrace && changed.graceFullDays() != null && changed.graceFullDays() > changed.graceDays()) {
            throw Problem.invalid(
                    policy.graceFullDays() == null ? "policy.grace_days" : "policy.grace_full_days",
                    "makes a plan that cannot be: full access in the first %d of %d days of grace"
                            .formatted(changed.graceFullDays(), changed.graceDays()));
        }
        List<ProductSpec> all = products.specs();
        return new Compared(PriceBook.of(all), PriceBook.with(all, product, plan, changed), clock.instant());
    }

    /** What one transaction has read is forgotten with it. */
    private <T> T reading(Supplier<T> query) {
        return QuarkusTransaction.requiringNew().call(() -> {
            database.createNativeQuery("SET TRANSACTION READ ONLY").executeUpdate();
            return query.get();
        });
    }

    private List<Found> changes(List<Listed> some, Compared compared) {
        Map<String, List<Claim>> claims =
                SubscriptionRow.ofAll(
                                some.stream().map(one -> one.customer().orgId()).toList())
                        .stream()
                        .collect(Collectors.groupingBy(
                                row -> row.orgId, Collectors.mapping(Claim::of, Collectors.toList())));
        Map<String, List<DisputeFacts>> disputed =
                disputes.ofAll(some.stream().map(one -> one.customer().uid()).toList());
        Instant now = compared.now;
        List<Found> changes = new ArrayList<>();
        for (Listed one : some) {
            Customer customer = one.customer();
            List<Claim> its = claims.getOrDefault(customer.orgId(), List.of());
            List<DisputeFacts> about = disputed.getOrDefault(customer.uid(), List.of());
            BillingFacts before = foreseen(customer, its, about, compared.present, now);
            BillingFacts after = foreseen(customer, its, about, compared.other, now);
            PolicyChange.of(customer, before, after, own.is(customer.orgId()), now)
                    .ifPresent(change -> changes.add(new Found(one.place(), change)));
        }
        return changes;
    }

    /** What would be written, with the day of deletion that a planned end would bring. */
    private BillingFacts foreseen(
            Customer customer, List<Claim> claims, List<DisputeFacts> disputed, PriceBook prices, Instant now) {
        BillingFacts facts = written(customer, reckoning.of(customer, claims, disputed, prices), now);
        Instant end = facts == null ? null : facts.endsAt();
        if (end == null || !end.isAfter(now)) {
            return facts;
        }
        List<Claim> ended = claims.stream().map(claim -> ended(claim, end)).toList();
        BillingFacts then = written(customer, reckoning.of(customer, ended, disputed, prices), end);
        return then == null
                ? facts
                : BillingFactsBuilder.builder(facts)
                        .deleteAfter(then.deleteAfter())
                        .build();
    }

    /** The same as it is at that time, if nothing else is heard until then. */
    private static Claim ended(Claim claim, Instant at) {
        SubscriptionFacts facts = claim.facts();
        boolean stays = !facts.hasBegun()
                || facts.isOver()
                || facts.endsAt() == null
                || facts.here(facts.endsAt()).isAfter(at);
        return stays ? claim : claim.as(facts.ended());
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
                .retentionDays(Objects.requireNonNullElse(policy.retentionDays(), plan.retentionDays()))
                .onEnd(policy.onEnd() == null ? plan.onEnd() : policy.onEnd())
                .onDispute(policy.onDispute() == null ? plan.onDispute() : policy.onDispute())
                .onFullRefund(policy.onFullRefund() == null ? plan.onFullRefund() : policy.onFullRefund())
                .onPausedCollection(
                        policy.onPausedCollection() == null ? plan.onPausedCollection() : policy.onPausedCollection())
                .onPausedTrial(policy.onPausedTrial() == null ? plan.onPausedTrial() : policy.onPausedTrial())
                .build();
    }
}
