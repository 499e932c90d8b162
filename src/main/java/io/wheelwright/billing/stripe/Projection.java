package io.wheelwright.billing.stripe;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.erasure.Tombstones;
import io.wheelwright.organization.BillingClaim;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
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

    /** What came of what is about somebody of whom nothing is stored any more. */
    static final Decision ERASED = new Decision(null, null, "It is about a customer who was erased.");

    static final BillingClaim CLAIM = new BillingClaim(SOURCE, null, Optional.empty());

    private final StripeReader reader;
    private final Reckoning reckoning;
    private final Customers customers;
    private final OrganizationBilling billing;
    private final Tombstones tombstones;
    private final SuspensionBrake brake;
    private final Reprieve reprieve;
    private final Clock clock;

    Projection(
            StripeReader reader,
            Reckoning reckoning,
            Customers customers,
            OrganizationBilling billing,
            Tombstones tombstones,
            SuspensionBrake brake,
            Reprieve reprieve,
            Clock clock) {
        this.tombstones = tombstones;
        this.brake = brake;
        this.reprieve = reprieve;
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
            return missing(subscriptionId);
        }
        List<SubscriptionFacts> taken = take(read, sequence);
        boolean erased = !taken.contains(read.get(0));
        Optional<String> organization = erased ? Optional.empty() : organization(subscriptionId);
        Decision outcome = organization.map(this::follow).orElseGet(() -> erased ? ERASED : namesNobody());
        taken.stream()
                .map(SubscriptionFacts::orgId)
                .filter(Objects::nonNull)
                .distinct()
                .filter(other -> organization.filter(other::equals).isEmpty())
                .forEach(this::followToo);
        return outcome;
    }

    /** Another organization of the same customer at Stripe has looks of its own: its trouble is not this one's. */
    private void followToo(String orgId) {
        try {
            follow(orgId);
        } catch (NotYet later) {
            Log.infof("The organization %s does not follow yet: %s", orgId, later.getMessage());
        }
    }

    /** Nothing is stored of who was erased, in the transaction that would store it. */
    private List<SubscriptionFacts> take(List<SubscriptionFacts> read, long sequence) {
        return QuarkusTransaction.requiringNew().call(() -> {
            List<SubscriptionFacts> taken = read.stream()
                    .filter(facts -> facts.orgId() == null || !tombstones.has(facts.orgId()))
                    .toList();
            taken.forEach(facts -> SubscriptionRow.take(facts, sequence, clock.instant()));
            return taken;
        });
    }

    /** What is left over of the other mode is not there, and its organization follows what is. */
    private Decision missing(String subscriptionId) {
        Optional<SubscriptionRow> leftOver = QuarkusTransaction.requiringNew()
                .call(() -> SubscriptionRow.<SubscriptionRow>findByIdOptional(subscriptionId))
                .filter(row -> row.orgId != null && !reckoning.isOfOurMode(row.facts()));
        if (leftOver.isPresent()) {
            return follow(leftOver.get().orgId);
        }
        Decision missing = Decision.hold(Hold.missing, "Stripe has no subscription %s.", subscriptionId);
        QuarkusTransaction.requiringNew()
                .run(() -> SubscriptionRow.lockedOf(subscriptionId).ifPresent(row -> mark(row, missing)));
        organization(subscriptionId)
                .flatMap(customers::named)
                .ifPresent(customer -> reprieve.grant(customer, Looks.WHILE_HELD));
        return missing;
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

    /** Has a subscription that was looked at in vain looked at again later. */
    void postpone(String subscriptionId) {
        BillingFacts atStake = organization(subscriptionId)
                .flatMap(customers::named)
                .filter(Reprieve::isOurs)
                .map(Customer::billing)
                .orElse(null);
        QuarkusTransaction.requiringNew()
                .run(() -> SubscriptionRow.lockedOf(subscriptionId).ifPresent(row -> {
                    row.lookAt = Looks.again(row.attempts, atStake, clock.instant());
                    row.attempts++;
                }));
    }

    private static Optional<String> organization(String subscriptionId) {
        return QuarkusTransaction.requiringNew().call(() -> SubscriptionRow.organization(subscriptionId));
    }

    private Decision follow(String orgId) {
        if (customers.isGone(orgId)) {
            return QuarkusTransaction.requiringNew().call(() -> gone(orgId));
        }
        Customer customer = customer(orgId);
        Decision decision =
                QuarkusTransaction.requiringNew().call(() -> reckoning.of(customer, claims(SubscriptionRow.of(orgId))));
        Decision outcome = decision.facts() == null ? decision : write(customer, decision);
        if (outcome.facts() == null) {
            QuarkusTransaction.requiringNew()
                    .run(() -> SubscriptionRow.locked(orgId).forEach(row -> mark(row, outcome)));
        }
        if (outcome.hold() != null) {
            reprieve.grant(customer, Looks.WHILE_HELD);
        }
        return outcome;
    }

    /** Stripe goes on to charge for a subscription that lives, and somebody has to end it there. */
    private Decision gone(String orgId) {
        Decision over = new Decision(null, null, "The organization %s was deleted.".formatted(orgId));
        Decision lives = Decision.hold(
                Hold.organization_gone,
                "The organization %s was deleted, and its subscription lives: cancel it at Stripe.",
                orgId);
        Decision outcome = over;
        for (SubscriptionRow row : SubscriptionRow.locked(orgId)) {
            boolean living = !row.facts().isOver() && reckoning.isOfOurMode(row.facts());
            mark(row, living ? lives : over);
            outcome = living ? lives : outcome;
        }
        return outcome;
    }

    /** What was decided is written only if no read has changed it meanwhile. */
    private Decision write(Customer customer, Decision decision) {
        try {
            Supplier<Customer> write =
                    billing.prepare(customer.orgId(), CLAIM, before -> completed(decision.facts(), before));
            return QuarkusTransaction.requiringNew().call(() -> {
                List<SubscriptionRow> rows = SubscriptionRow.locked(customer.orgId());
                if (!reckoning.of(customer, claims(rows)).equals(decision)) {
                    throw new NotYet("It was read again meanwhile.");
                }
                if (SuspensionBrake.isSuspension(customer.billing(), decision.facts(), clock.instant())
                        && !brake.admits(customer.orgId())) {
                    return Decision.hold(Hold.brake, SuspensionBrake.HELD);
                }
                Customer after = write.get();
                rows.forEach(row -> bind(row, after, decision));
                return decision;
            });
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
        row.attempts = 0;
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

    private static List<Counting.Claim> claims(List<SubscriptionRow> rows) {
        return rows.stream().map(Counting.Claim::of).toList();
    }

    private static Decision namesNobody() {
        return new Decision(
                null, null, "The metadata names no organization: " + SubscriptionFacts.ORGANIZATION + " is missing.");
    }
}
