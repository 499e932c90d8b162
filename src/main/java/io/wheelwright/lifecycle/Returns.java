package io.wheelwright.lifecycle;

import io.wheelwright.access.Caller;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.audit.Audit;
import io.wheelwright.deletion.Deletions;
import io.wheelwright.fleet.Tenant;
import io.wheelwright.license.Revocations;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes customers back whose subscription has ended, while their data is there: nothing is deleted any more, and it can be
 * exported. The rest follows when there is a subscription again.
 */
@ApplicationScoped
class Returns {

    private final Customers customers;
    private final OrganizationBilling billing;
    private final Plans plans;
    private final Deletions deletions;
    private final Revocations revocations;
    private final Audit audit;
    private final Caller caller;
    private final Clock clock;

    Returns(
            Customers customers,
            OrganizationBilling billing,
            Plans plans,
            Deletions deletions,
            Revocations revocations,
            Audit audit,
            Caller caller,
            Clock clock) {
        this.customers = customers;
        this.billing = billing;
        this.plans = plans;
        this.deletions = deletions;
        this.revocations = revocations;
        this.audit = audit;
        this.caller = caller;
        this.clock = clock;
    }

    /** Looks whether the customer can come back, outside of a transaction, and returns what does it inside of one. */
    Supplier<ReactivationView> prepare(String orgId, ReactivationRequest request) {
        Customer customer = customers.known(orgId);
        Supplier<Customer> change = billing.prepare(orgId, request.claim(), facts -> kept(customer, facts));
        return () -> takeBack(change.get());
    }

    private ReactivationView takeBack(Customer back) {
        if (back.uid() != null) {
            revocations.comeBack(back.uid(), back.orgId(), caller.actor());
        }
        BillingFacts facts = back.billing();
        ReactivationView view = new ReactivationView(
                back.orgId(),
                facts.state().name(),
                Standing.of(back, clock.instant()).entitlement().access().name(),
                facts.endsAt(),
                List.copyOf(lost(back, facts.endsAt()).values()));
        audit.record(caller.actor(), "reactivate", "Organization", back.orgId(), null, view);
        return view;
    }

    private BillingFacts kept(Customer customer, BillingFacts facts) {
        Instant now = clock.instant();
        if (!Stage.hasEnded(facts, now)) {
            throw Problem.of(
                    ProblemType.CONFLICT, "The subscription has not ended: there is nothing to come back from.");
        }
        Instant ended = end(facts, now);
        if (isAllLost(customer, lost(customer, ended).keySet())) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The destruction has begun: there is no way back. A new subscription, by billing-state, begins anew.");
        }
        return BillingFactsBuilder.builder(facts)
                .state(BillingState.cancelled)
                .endsAt(ended)
                .deleteAfter(null)
                .build();
    }

    /** What had a day of deletion ended by then at the latest, whatever else was said. */
    private static Instant end(BillingFacts facts, Instant now) {
        return Stream.of(facts.endsAt(), facts.deleteAfter(), now.truncatedTo(ChronoUnit.SECONDS))
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** By UID, the names of the spokes that were beyond rescue since the end. */
    private Map<String, String> lost(Customer customer, Instant ended) {
        return deletions.begunPurges(customer.orgId(), ended);
    }

    /** An instance whose turn has not come, for the brake lets few begin at once, is whole. */
    private boolean isAllLost(Customer customer, Set<String> lost) {
        return !lost.isEmpty()
                && lost.containsAll(
                        plans.spokes(customer).stream().map(Tenant::spokeUid).collect(Collectors.toSet()));
    }
}
