package io.wheelwright.lifecycle;

import io.wheelwright.access.Caller;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.audit.Audit;
import io.wheelwright.billing.Entitlement;
import io.wheelwright.deletion.Deletions;
import io.wheelwright.license.Revocations;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Takes customers back whose subscription has ended, while their data is there: nothing is deleted any more, and it can be
 * exported. The rest follows when there is a subscription again.
 */
@ApplicationScoped
class Returns {

    private final OrganizationBilling billing;
    private final Deletions deletions;
    private final Revocations revocations;
    private final Audit audit;
    private final Caller caller;
    private final Clock clock;

    Returns(
            OrganizationBilling billing,
            Deletions deletions,
            Revocations revocations,
            Audit audit,
            Caller caller,
            Clock clock) {
        this.billing = billing;
        this.deletions = deletions;
        this.revocations = revocations;
        this.audit = audit;
        this.caller = caller;
        this.clock = clock;
    }

    /** Looks whether the customer can come back, outside of a transaction, and returns what does it inside of one. */
    Supplier<Customer> prepare(String orgId, ReactivationRequest request) {
        Supplier<Customer> change = billing.prepare(orgId, request.claim(), facts -> kept(orgId, facts));
        return () -> takeBack(change.get());
    }

    private Customer takeBack(Customer back) {
        if (back.uid() != null) {
            revocations.reinstate(back.uid(), back.orgId());
        }
        audit.record(caller.actor(), "reactivate", "Organization", back.orgId(), null, null);
        return back;
    }

    private BillingFacts kept(String orgId, BillingFacts facts) {
        Instant now = clock.instant();
        if (facts == null || Stage.of(Entitlement.of(facts, now)) != Stage.ended) {
            throw Problem.of(
                    ProblemType.CONFLICT, "The subscription has not ended: there is nothing to come back from.");
        }
        if (facts.deleteAfter() != null && deletions.hasPurgeBegun(orgId, facts.deleteAfter())) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The destruction has begun: there is no way back. A new subscription, by billing-state, begins anew.");
        }
        return BillingFactsBuilder.builder(facts)
                .state(BillingState.cancelled)
                .deleteAfter(null)
                .build();
    }
}
