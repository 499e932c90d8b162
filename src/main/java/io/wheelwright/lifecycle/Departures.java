package io.wheelwright.lifecycle;

import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.Caller;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.PlanSpecBuilder;
import io.wheelwright.audit.Audit;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.fleet.Fleet;
import io.wheelwright.fleet.Tenant;
import io.wheelwright.license.Revocations;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.organization.OwnOrganization;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import io.wheelwright.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Lets customers go: the subscription ends, the licenses are revoked, and the data is deleted after its time. */
@ApplicationScoped
class Departures {

    private final Customers customers;
    private final OrganizationBilling billing;
    private final OwnOrganization own;
    private final Fleet fleet;
    private final Products products;
    private final Revocations revocations;
    private final Audit audit;
    private final Caller caller;
    private final Duration purgeDelay;
    private final Clock clock;

    Departures(
            Customers customers,
            OrganizationBilling billing,
            OwnOrganization own,
            Fleet fleet,
            Products products,
            Revocations revocations,
            Audit audit,
            Caller caller,
            WheelwrightConfig config,
            Clock clock) {
        this.customers = customers;
        this.billing = billing;
        this.own = own;
        this.fleet = fleet;
        this.products = products;
        this.revocations = revocations;
        this.audit = audit;
        this.caller = caller;
        this.purgeDelay = config.deletion().purgeDelay();
        this.clock = clock;
    }

    /** Looks whether the customer can be let go, outside of a transaction, and returns what does it inside of one. */
    Supplier<DeactivationView> prepare(String orgId, DeactivationRequest request) {
        own.spare(orgId);
        Customer customer = customers.known(orgId);
        List<Tenant> spokes = spokes(customer);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Optional<Instant> deletion = request.deletesData()
                ? Optional.of(now.plus(Duration.ofDays(days(request, customer, spokes, now))))
                : Optional.empty();
        Supplier<Customer> end = billing.prepare(orgId, request.claim(), facts -> ended(facts, deletion, now));
        return () -> letGo(end.get(), spokes, request.reason(), now);
    }

    private DeactivationView letGo(Customer gone, List<Tenant> spokes, String reason, Instant now) {
        revocations.revoke(
                gone.uid(), gone.orgId(), spokes.stream().map(Tenant::spokeUid).toList(), reason);
        BillingFacts facts = gone.billing();
        DeactivationView view = new DeactivationView(
                gone.orgId(),
                facts.state().name(),
                Standing.of(gone, now).entitlement().access().name(),
                facts.endsAt(),
                facts.deleteAfter(),
                facts.deleteAfter() == null ? null : facts.deleteAfter().plus(purgeDelay),
                spokes.size(),
                gone.hold());
        audit.record(
                caller.actor(),
                "deactivate",
                "Organization",
                gone.orgId(),
                null,
                Map.of("reason", reason, "outcome", view));
        return view;
    }

    /** What else the biller has said stays: plan and promises are what the customer comes back to. */
    private static BillingFacts ended(BillingFacts facts, Optional<Instant> deletion, Instant now) {
        if (facts != null && Stage.of(Entitlement.of(facts, now)) == Stage.ended) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The subscription has ended already: change by billing-state what comes of it.");
        }
        BillingFactsBuilder ended = facts == null ? BillingFactsBuilder.builder() : BillingFactsBuilder.builder(facts);
        return ended.state(BillingState.cancelled)
                .endsAt(now)
                .deleteAfter(deletion.orElse(null))
                .build();
    }

    private long days(DeactivationRequest request, Customer customer, List<Tenant> spokes, Instant now) {
        if (request.retentionDays() != null) {
            return request.retentionDays();
        }
        boolean trial = customer.facts()
                .filter(facts -> facts.state() == BillingState.trialing || facts.state() == BillingState.trial_grace)
                .isPresent();
        return Retention.days(trial, customer.since(), now, plans(customer, spokes));
    }

    /** The plans of the spokes; of a customer without any, what is known of the one that was bought. */
    private List<PlanSpec> plans(Customer customer, List<Tenant> spokes) {
        List<PlanSpec> had = spokes.stream().flatMap(this::plan).toList();
        return had.isEmpty()
                ? customer.facts().map(BillingFacts::plan).stream()
                        .map(id -> PlanSpecBuilder.builder().id(id).build())
                        .toList()
                : had;
    }

    private Stream<PlanSpec> plan(Tenant spoke) {
        return products.spec(spoke.productId()).stream()
                .flatMap(product -> product.plans().stream())
                .filter(plan -> plan.id().equals(spoke.plan()));
    }

    private List<Tenant> spokes(Customer customer) {
        if (customer.uid() == null) {
            throw Problem.of(ProblemType.CONFLICT, "The organization is still being made: try again in a moment.");
        }
        return fleet.tenants(customer.uid());
    }
}
