package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.organization.BillingClaim;
import io.wheelwright.organization.Customer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What customers have bought at Stripe, as it was read last, and whether they may buy there. */
@ApplicationScoped
public class Purchases {

    private static final Set<BillingState> TRIAL = Set.of(BillingState.trialing, BillingState.trial_grace);

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

    /** The subscription that an organization has now. */
    @Transactional
    public Optional<SubscriptionFacts> living(Customer customer) {
        return of(customer).stream()
                .filter(subscription -> subscription.hasBegun() && !subscription.isOver())
                .max(SubscriptionFacts.RANK);
    }

    /** The same, or the one that has ended last where none lives. */
    @Transactional
    public Optional<SubscriptionFacts> latest(Customer customer) {
        return of(customer).stream().filter(SubscriptionFacts::hasBegun).max(SubscriptionFacts.RANK);
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
