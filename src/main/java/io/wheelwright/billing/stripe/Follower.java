package io.wheelwright.billing.stripe;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingFactsBuilder;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.billing.stripe.Counting.Claim;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import io.wheelwright.organization.OrganizationChanged;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Has an organization follow the subscriptions that name it. No transaction is open while the Kubernetes API is asked. */
@ApplicationScoped
class Follower {

    private final Reckoning reckoning;
    private final Customers customers;
    private final OrganizationBilling billing;
    private final Taking taking;
    private final Reprieve reprieve;
    private final Event<OrganizationChanged> changes;
    private final Clock clock;

    Follower(
            Reckoning reckoning,
            Customers customers,
            OrganizationBilling billing,
            Taking taking,
            Reprieve reprieve,
            Event<OrganizationChanged> changes,
            Clock clock) {
        this.reckoning = reckoning;
        this.customers = customers;
        this.billing = billing;
        this.taking = taking;
        this.reprieve = reprieve;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * Writes what follows from the subscriptions that are known, or says why nothing is written.
     *
     * @throws NotYet if it is worth another try
     */
    Decision follow(String orgId) {
        if (customers.isGone(orgId)) {
            return QuarkusTransaction.requiringNew().call(() -> markGone(orgId));
        }
        Customer customer = customer(orgId);
        Decision decision = QuarkusTransaction.requiringNew().call(() -> reckoning.of(customer, claims(orgId)));
        Decision written = decision.facts() == null ? marked(orgId, decision) : write(customer, decision);
        Decision outcome = written.hold() == Hold.kept_by_another && hasEndedAnyhow(customer, decision)
                ? marked(orgId, new Decision(null, null, "It has ended, and so says who keeps the billing state."))
                : written;
        if (outcome.hold() != null) {
            reprieve.grant(customer, Looks.WHILE_HELD);
        }
        return outcome;
    }

    /**
     * The same as if this had been read, without a trace.
     *
     * @throws NotYet if it is worth another try
     */
    Decision preview(String orgId, List<SubscriptionFacts> read) {
        List<Claim> claims = QuarkusTransaction.requiringNew().call(() -> Reckoning.merged(orgId, claims(orgId), read));
        if (customers.isGone(orgId)) {
            return gone(orgId, claims.stream().map(Claim::facts).toList());
        }
        Customer customer = customer(orgId);
        Decision decision = QuarkusTransaction.requiringNew().call(() -> reckoning.of(customer, claims));
        return decision.facts() == null ? decision : asWritten(customer, decision, read);
    }

    /** Has one followed again that a subscription does not name any more, in the transaction that has taken it away. */
    static void leave(String orgId, Instant now) {
        if (!SubscriptionRow.lookAtAllNaming(orgId, now)) {
            Log.warnf("No subscription at Stripe names the organization %s any more: it keeps what it has", orgId);
        }
    }

    private Decision asWritten(Customer customer, Decision decision, List<SubscriptionFacts> read) {
        BillingFacts facts = completed(decision, customer.billing());
        try {
            billing.prepare(
                    customer.orgId(), StripeClaim.on(customer, decision), before -> completed(decision, before));
        } catch (HttpProblem refusal) {
            return held(refusal);
        }
        Set<String> seen = read.stream().map(SubscriptionFacts::id).collect(Collectors.toSet());
        return QuarkusTransaction.requiringNew()
                .call(() -> taking.foreseen(customer, facts, seen))
                .orElseGet(() -> new Decision(facts, null, decision.note()));
    }

    private Decision markGone(String orgId) {
        List<SubscriptionRow> rows = SubscriptionRow.locked(orgId);
        rows.forEach(row -> mark(row, gone(orgId, List.of(row.facts()))));
        return gone(orgId, rows.stream().map(SubscriptionRow::facts).toList());
    }

    /** Stripe goes on to charge for a subscription that lives, and somebody has to end it there. */
    private Decision gone(String orgId, Collection<SubscriptionFacts> subscriptions) {
        return subscriptions.stream().anyMatch(one -> !one.isOver() && reckoning.isOfOurMode(one))
                ? Decision.hold(
                        Hold.organization_gone,
                        "The organization %s was deleted, and its subscription lives: cancel it at Stripe.",
                        orgId)
                : new Decision(null, null, "The organization %s was deleted.".formatted(orgId));
    }

    private Decision marked(String orgId, Decision decision) {
        QuarkusTransaction.requiringNew()
                .run(() -> SubscriptionRow.locked(orgId).forEach(row -> mark(row, decision)));
        return decision;
    }

    /**
     * What was decided is written only if nothing has changed it meanwhile, and what it would take may be taken: by what the
     * customer has when the write is certain, for a hold may have ended since.
     */
    private Decision write(Customer customer, Decision decision) {
        try {
            Supplier<Customer> write = billing.prepare(
                    customer.orgId(), StripeClaim.on(customer, decision), before -> completed(decision, before));
            return QuarkusTransaction.requiringNew().call(() -> {
                List<SubscriptionRow> rows = SubscriptionRow.locked(customer.orgId());
                Customer present = present(customer.orgId(), customers.locked(customer.orgId()));
                if (!reckoning.of(present, claims(rows)).equals(decision)) {
                    throw new NotYet("It was read again, or promised something else, meanwhile.");
                }
                Optional<Decision> objection = taking.objection(present, completed(decision, present.billing()), rows);
                if (objection.isPresent()) {
                    rows.forEach(row -> holdBack(row, objection.get()));
                    return objection.get();
                }
                Customer after = write.get();
                rows.forEach(row -> bind(row, after, decision));
                tell(after, rows);
                return decision;
            });
        } catch (HttpProblem refusal) {
            return marked(customer.orgId(), held(refusal));
        }
    }

    /** Who was let go through the hub is not Stripe's customer any more, and nothing is owed on either side. */
    private static boolean hasEndedAnyhow(Customer customer, Decision decision) {
        return decision.isOver()
                && customer.facts()
                        .filter(facts -> facts.state() == BillingState.cancelled
                                || facts.state() == BillingState.deletion_scheduled)
                        .isPresent();
    }

    /** A doubt holds nothing by itself: what cannot be read does, and has looks of its own. */
    private void holdBack(SubscriptionRow row, Decision why) {
        if (why.hold() != Hold.unreadable) {
            mark(row, why);
        } else if (!row.isUnread()) {
            row.lookAt = Looks.held(clock.instant());
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

    /** The next look is at the dates of all that is stated now, the end of a hold among them. */
    private void bind(SubscriptionRow row, Customer customer, Decision decision) {
        if (Belonging.of(row.facts(), row.orgUid, customer) == Belonging.ours) {
            row.orgUid = customer.uid();
        }
        mark(row, decision, customer.billing());
    }

    /** What a bank asks of a customer is in no billing state, and the customer is told of it all the same. */
    private void tell(Customer customer, List<SubscriptionRow> rows) {
        if (rows.stream().anyMatch(row -> row.facts().toConfirm() != null)) {
            changes.fire(new OrganizationChanged(customer.uid()));
        }
    }

    private void mark(SubscriptionRow row, Decision decision) {
        mark(row, decision, decision.facts());
    }

    /** What could not be read has looks of its own. */
    private void mark(SubscriptionRow row, Decision decision, BillingFacts stated) {
        if (!row.isUnread()) {
            Instant now = clock.instant();
            row.followedAt = decision.hold() == null ? now : row.followedAt;
            row.settle(decision, stated, now);
        }
    }

    private Customer customer(String orgId) {
        return present(orgId, customers.named(orgId));
    }

    private static Customer present(String orgId, Optional<Customer> known) {
        Customer customer = known.orElseThrow(() -> new NotYet("There is no organization " + orgId + " yet."));
        if (customer.uid() == null) {
            throw new NotYet("The organization " + orgId + " is still being made.");
        }
        return customer;
    }

    private BillingFacts completed(Decision decision, BillingFacts before) {
        return completed(decision.facts(), before, clock.instant());
    }

    /**
     * What the customer was promised beside the plan is not for Stripe to say, nor is the version of the product, nor a day of
     * deletion that is stated after the same end, nor a hold, which ends again when it was said to, or now.
     */
    static BillingFacts completed(BillingFacts decided, BillingFacts before, Instant now) {
        if (before == null) {
            return decided;
        }
        boolean samePlan = Objects.equals(decided.plan(), before.plan());
        return BillingFactsBuilder.builder(decided)
                .overrides(before.overrides())
                .hold(before.hold() == null ? null : before.hold().asStated(now))
                .planVersion(samePlan ? before.planVersion() : null)
                .deleteAfter(StatedDeletion.day(decided, before, now))
                .build();
    }

    private static List<Claim> claims(String orgId) {
        return claims(SubscriptionRow.of(orgId));
    }

    private static List<Claim> claims(List<SubscriptionRow> rows) {
        return rows.stream().map(Claim::of).toList();
    }
}
