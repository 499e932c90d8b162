package io.wheelwright.lifecycle;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.wheelwright.access.Caller;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingHold;
import io.wheelwright.billing.stripe.Purchases;
import io.wheelwright.organization.BillingClaim;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Puts holds that keep billing from taking anything, and lifts them; who has done so is in the audit. */
@ApplicationScoped
class BillingHolds {

    private final Customers customers;
    private final OrganizationBilling billing;
    private final Purchases purchases;
    private final Caller caller;
    private final Clock clock;

    BillingHolds(Customers customers, OrganizationBilling billing, Purchases purchases, Caller caller, Clock clock) {
        this.customers = customers;
        this.billing = billing;
        this.purchases = purchases;
        this.caller = caller;
        this.clock = clock;
    }

    /** Looks whether a hold can be put, outside of a transaction, and returns what puts it inside of one. */
    Supplier<Customer> preparePut(String orgId, BillingHoldRequest request) {
        BillingHold hold = new BillingHold(
                request.reason(), caller.actor(), request.until().truncatedTo(ChronoUnit.SECONDS));
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return prepare(orgId, facts -> put(facts, hold, now));
    }

    /** The same for the end of a hold. Without one, nothing changes. */
    Supplier<Customer> prepareLift(String orgId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return prepare(orgId, facts -> lifted(facts, now));
    }

    /** One that is over sooner than what comes after it can be asked for again goes on until then. */
    static BillingFacts put(BillingFacts facts, BillingHold hold, Instant now) {
        Instant earliest = Purchases.endOfHold(facts, now);
        return with(
                facts, hold.until().isBefore(earliest) ? new BillingHold(hold.reason(), hold.by(), earliest) : hold);
    }

    static BillingFacts lifted(BillingFacts facts, Instant now) {
        return facts.hold() == null || facts.hold().hasEnded(now)
                ? facts
                : with(facts, facts.hold().endedAt(Purchases.endOfHold(facts, now)));
    }

    /** The billing state may have been taken away since it was looked at. */
    static UnaryOperator<BillingFacts> billed(String orgId, UnaryOperator<BillingFacts> change) {
        return facts -> change.apply(Optional.ofNullable(facts).orElseThrow(() -> nobodyBills(orgId)));
    }

    private Supplier<Customer> prepare(String orgId, UnaryOperator<BillingFacts> change) {
        Customer customer = customers.known(orgId);
        String source = customer.facts().map(BillingFacts::source).orElseThrow(() -> nobodyBills(orgId));
        Supplier<Customer> write =
                billing.prepare(orgId, new BillingClaim(source, null, Optional.empty()), billed(orgId, change));
        return () -> {
            purchases.readAgain(orgId, clock.instant());
            return write.get();
        };
    }

    private static HttpProblem nobodyBills(String orgId) {
        return Problem.of(ProblemType.CONFLICT, "Nobody bills %s: nothing is taken from it.".formatted(orgId));
    }

    private static BillingFacts with(BillingFacts facts, BillingHold hold) {
        return BillingFactsBuilder.builder(facts).hold(hold).build();
    }
}
