package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.organization.BillingClaim;
import io.wheelwright.organization.Customer;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What customers have bought at Stripe, as it was read last, and whether they may buy there. */
@ApplicationScoped
public class Purchases {

    private static final Set<BillingState> TRIAL = Set.of(BillingState.trialing, BillingState.trial_grace);

    private static final String BUY = "POST billing/checkout begins one";
    private static final String NAME = "say by subscription_id which one is meant";

    private final StripeAccount account;

    Purchases(StripeAccount account) {
        this.account = account;
    }

    /** The subscriptions of an organization, of the mode of the account, that are surely its own. */
    @Transactional
    public List<SubscriptionFacts> of(Customer customer) {
        return SubscriptionRow.of(customer.orgId()).stream()
                .filter(row -> row.facts().live() == account.isLive())
                .filter(row -> Belonging.of(row.facts(), row.orgUid, customer) == Belonging.ours)
                .map(SubscriptionRow::facts)
                .toList();
    }

    /** Those that live, name an organization, and may be of another one that has had its name. */
    @Transactional
    public List<SubscriptionFacts> unclear(Customer customer) {
        return living(SubscriptionRow.of(customer.orgId()).stream()
                .filter(row -> Belonging.of(row.facts(), row.orgUid, customer) != Belonging.ours));
    }

    /** Those that live of customers of Stripe, whichever organization they name. */
    @Transactional
    public List<SubscriptionFacts> ofPayers(Collection<String> customerIds) {
        return living(SubscriptionRow.ofPayers(customerIds).stream());
    }

    private List<SubscriptionFacts> living(Stream<SubscriptionRow> rows) {
        return rows.map(SubscriptionRow::facts)
                .filter(subscription -> subscription.live() == account.isLive() && !subscription.isOver())
                .toList();
    }

    /** The subscription that an organization has now: where there are several, the one that says how it stands. */
    @Transactional
    public Optional<SubscriptionFacts> living(Customer customer) {
        return living(begun(customer)).stream().findFirst();
    }

    /** The same; ends the request where there is none. */
    @Transactional
    public SubscriptionFacts requireLiving(Customer customer) {
        return living(customer).orElseThrow(() -> noneLives(customer, BUY));
    }

    /** The invoice whose payment its bank asks it to confirm; empty for none, and where another one bills it. */
    @Transactional
    public Optional<String> toConfirm(Customer customer) {
        return otherBiller(customer).isPresent()
                ? Optional.empty()
                : living(customer).map(SubscriptionFacts::toConfirm);
    }

    /**
     * The only subscription that an organization has now; ends the request where there is none, and where there are several.
     *
     * @param none what to do where there is none
     * @param several what to do where there are several
     */
    @Transactional
    public SubscriptionFacts requireOnlyLiving(Customer customer, String none, String several) {
        List<SubscriptionFacts> living = living(begun(customer));
        if (living.isEmpty()) {
            throw noneLives(customer, none);
        }
        checkOnly(customer, living, several);
        return living.get(0);
    }

    /**
     * The living subscription that is meant; ends the request where there is none, and where it is not said which.
     *
     * @param id its id; null for the only one
     */
    @Transactional
    public SubscriptionFacts requireLiving(Customer customer, String id) {
        return id == null
                ? requireOnlyLiving(customer, BUY, NAME)
                : named(living(begun(customer)), id)
                        .orElseThrow(() -> conflict("%s has no living subscription %s.", customer.orgId(), id));
    }

    /**
     * The subscription that is meant, also one that has ended; ends the request where there is none, and where it is not said
     * which of several that live.
     *
     * @param id its id; null for the only one that lives, or the one that has ended last where none does
     */
    @Transactional
    public SubscriptionFacts requireBegun(Customer customer, String id) {
        List<SubscriptionFacts> begun = begun(customer);
        if (id != null) {
            return named(begun, id).orElseThrow(() -> conflict("%s has no subscription %s.", customer.orgId(), id));
        }
        checkOnly(customer, living(begun), NAME);
        return begun.stream()
                .findFirst()
                .orElseThrow(
                        () -> conflict("%s has no subscription at Stripe: nothing was paid there.", customer.orgId()));
    }

    /**
     * Has all subscriptions of an organization read again, in the caller's transaction; before it locks the organization, for
     * who follows them locks them first.
     */
    @Transactional(TxType.MANDATORY)
    public void readAgain(String orgId, Instant now) {
        SubscriptionRow.locked(orgId).forEach(row -> row.lookAt = now);
    }

    /** The one that says how the customer stands comes first. */
    private List<SubscriptionFacts> begun(Customer customer) {
        return of(customer).stream()
                .filter(SubscriptionFacts::hasBegun)
                .sorted(SubscriptionFacts.RANK.reversed())
                .toList();
    }

    private static List<SubscriptionFacts> living(List<SubscriptionFacts> begun) {
        return begun.stream().filter(subscription -> !subscription.isOver()).toList();
    }

    private static Optional<SubscriptionFacts> named(List<SubscriptionFacts> among, String id) {
        return among.stream()
                .filter(subscription -> subscription.id().equals(id))
                .findFirst();
    }

    private static void checkOnly(Customer customer, List<SubscriptionFacts> living, String several) {
        if (living.size() > 1) {
            throw conflict(
                    "%s has several living subscriptions at Stripe, %s: %s.",
                    customer.orgId(),
                    living.stream().map(SubscriptionFacts::id).collect(Collectors.joining(" and ")),
                    several);
        }
    }

    private static RuntimeException noneLives(Customer customer, String instead) {
        return conflict("%s has no living subscription at Stripe: %s.", customer.orgId(), instead);
    }

    private static RuntimeException conflict(String why, Object... details) {
        return Problem.of(ProblemType.CONFLICT, why.formatted(details));
    }

    /**
     * When a hold ends at the earliest: of a customer of Stripe once what comes after it was asked for again, and is counted
     * by the brake.
     */
    public static Instant endOfHold(BillingFacts facts, Instant now) {
        return Projection.SOURCE.equals(facts.source()) ? now.plus(Looks.UNANSWERED) : now;
    }

    /** The biller whose customer it is, where that is neither Stripe nor, for a trial, nobody. */
    public static Optional<String> otherBiller(Customer customer) {
        return customer.facts()
                .map(BillingFacts::source)
                .filter(source -> !source.equals(Projection.SOURCE) && !isOpenTrial(customer));
    }

    /** Whether it tries what it has not bought, and no system bills it. */
    static boolean isOpenTrial(Customer customer) {
        return customer.facts()
                .filter(facts -> BillingClaim.MANUAL.equals(facts.source()) && TRIAL.contains(facts.state()))
                .isPresent();
    }
}
