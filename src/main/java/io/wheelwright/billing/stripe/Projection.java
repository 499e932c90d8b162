package io.wheelwright.billing.stripe;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.organization.BillingClaim;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes rows and billing states of what is read from Stripe. No transaction is open while Stripe or the Kubernetes API is
 * asked. A number is taken before each read, and what a later read has seen is not overwritten by an earlier one.
 */
@ApplicationScoped
class Projection {

    static final String SOURCE = "stripe";

    private static final BillingClaim CLAIM = new BillingClaim(SOURCE, null, Optional.empty());

    private final StripeReader reader;
    private final Reckoning reckoning;
    private final Customers customers;
    private final OrganizationBilling billing;
    private final Clock clock;

    Projection(
            StripeReader reader, Reckoning reckoning, Customers customers, OrganizationBilling billing, Clock clock) {
        this.reader = reader;
        this.reckoning = reckoning;
        this.customers = customers;
        this.billing = billing;
        this.clock = clock;
    }

    /** It cannot be told yet what follows; another try can. */
    static class NotYet extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotYet(String why) {
            super(why);
        }
    }

    /**
     * Reads a subscription, and has its organization follow.
     *
     * @return what came of it
     * @throws StripeAway if Stripe does not answer
     * @throws NotYet if it is worth another try
     */
    Decision run(String subscriptionId) {
        long sequence = QuarkusTransaction.requiringNew().call(SubscriptionRow::nextRead);
        List<SubscriptionFacts> read = reader.read(subscriptionId);
        if (read.isEmpty()) {
            Decision missing = Decision.hold(Hold.missing, "Stripe has no subscription %s.", subscriptionId);
            QuarkusTransaction.requiringNew()
                    .run(() -> SubscriptionRow.lockedOf(subscriptionId).ifPresent(row -> mark(row, missing)));
            return missing;
        }
        QuarkusTransaction.requiringNew()
                .run(() -> read.forEach(facts -> SubscriptionRow.take(facts, sequence, clock.instant())));
        Optional<String> organization =
                QuarkusTransaction.requiringNew().call(() -> SubscriptionRow.organization(subscriptionId));
        read.stream()
                .map(SubscriptionFacts::orgId)
                .filter(Objects::nonNull)
                .distinct()
                .filter(other -> organization.filter(other::equals).isEmpty())
                .forEach(this::follow);
        return organization.map(this::follow).orElseGet(Projection::namesNobody);
    }

    /** What a run would come to, without one. */
    Decision preview(String subscriptionId) {
        List<SubscriptionFacts> read = reader.read(subscriptionId);
        if (read.isEmpty()) {
            return Decision.hold(Hold.missing, "Stripe has no subscription %s.", subscriptionId);
        }
        String organization = read.get(0).orgId();
        if (organization == null) {
            return namesNobody();
        }
        Customer customer = customer(organization);
        return QuarkusTransaction.requiringNew()
                .call(() -> reckoning.of(customer, claims(SubscriptionRow.of(organization)), read));
    }

    /** Keeps dates from taking something while Stripe cannot be asked whether they still hold. */
    void putOff(String subscriptionId) {
        Optional<String> organization =
                QuarkusTransaction.requiringNew().call(() -> SubscriptionRow.organization(subscriptionId));
        organization.map(this::customer).ifPresent(customer -> putOff(customer, Looks.UNANSWERED));
    }

    private void putOff(Customer customer, Duration ahead) {
        if (isOurs(customer)
                && !Looks.putOff(customer.billing(), clock.instant(), ahead).equals(customer.billing())) {
            Supplier<Customer> write =
                    billing.prepare(customer.orgId(), CLAIM, before -> Looks.putOff(before, clock.instant(), ahead));
            Customer after = QuarkusTransaction.requiringNew().call(write::get);
            Log.infof("The dates of %s are put off: it is not certain that they hold", after.orgId());
        }
    }

    private Decision follow(String orgId) {
        Customer customer = customer(orgId);
        Decision decision =
                QuarkusTransaction.requiringNew().call(() -> reckoning.of(customer, claims(SubscriptionRow.of(orgId))));
        Decision outcome = decision.facts() == null ? decision : write(customer, decision);
        if (outcome.facts() == null) {
            QuarkusTransaction.requiringNew()
                    .run(() -> SubscriptionRow.locked(orgId).forEach(row -> mark(row, outcome)));
        }
        if (outcome.hold() != null) {
            putOff(customer, Looks.WHILE_HELD);
        }
        return outcome;
    }

    /** What was decided is written only if no read has changed it meanwhile. */
    private Decision write(Customer customer, Decision decision) {
        try {
            Supplier<Customer> write =
                    billing.prepare(customer.orgId(), CLAIM, before -> completed(decision.facts(), before));
            QuarkusTransaction.requiringNew().run(() -> {
                List<SubscriptionRow> rows = SubscriptionRow.locked(customer.orgId());
                if (!reckoning.of(customer, claims(rows)).equals(decision)) {
                    throw new NotYet("It was read again meanwhile.");
                }
                Customer after = write.get();
                rows.forEach(row -> bind(row, after, decision));
            });
            return decision;
        } catch (HttpProblem refusal) {
            return held(refusal);
        }
    }

    private static Decision held(HttpProblem refusal) {
        if (ProblemType.OWNED_BY_ANOTHER.uri().equals(refusal.getType())) {
            return Decision.hold(Hold.kept_by_another, "%s", refusal.getDetail());
        }
        if (ProblemType.INVALID_REQUEST.uri().equals(refusal.getType())) {
            return Decision.hold(Hold.refused, "%s", refusal.getDetail());
        }
        throw new NotYet(refusal.getDetail());
    }

    private void bind(SubscriptionRow row, Customer customer, Decision decision) {
        if (Belonging.of(row.facts(), row.orgUid, customer) == Belonging.ours) {
            row.orgUid = customer.uid();
        }
        mark(row, decision);
    }

    private void mark(SubscriptionRow row, Decision decision) {
        row.hold = decision.hold();
        row.note = decision.note();
        row.lookAt = Looks.next(decision, row.facts().isOver(), clock.instant());
    }

    private Customer customer(String orgId) {
        try {
            Customer customer = customers.known(orgId);
            if (customer.uid() == null) {
                throw new NotYet("The organization " + orgId + " is still being made.");
            }
            return customer;
        } catch (HttpProblem unknown) {
            throw new NotYet("There is no organization " + orgId + " yet.");
        }
    }

    /** What the customer was promised beside the plan is not for Stripe to say, nor is the version of the product. */
    private static BillingFacts completed(BillingFacts decided, BillingFacts before) {
        if (before == null) {
            return decided;
        }
        boolean samePlan = Objects.equals(decided.plan(), before.plan());
        return BillingFactsBuilder.builder(decided)
                .overrides(before.overrides())
                .planVersion(samePlan ? before.planVersion() : null)
                .build();
    }

    private static boolean isOurs(Customer customer) {
        return customer.facts().filter(facts -> SOURCE.equals(facts.source())).isPresent();
    }

    private static List<Reckoning.Claim> claims(List<SubscriptionRow> rows) {
        return rows.stream().map(Reckoning.Claim::of).toList();
    }

    private static Decision namesNobody() {
        return new Decision(
                null, null, "The metadata names no organization: " + SubscriptionFacts.ORGANIZATION + " is missing.");
    }
}
