package io.wheelwright.billing.stripe;

import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.Overrides;
import io.wheelwright.billing.stripe.Counting.Claim;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.OwnOrganization;
import io.wheelwright.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what a decision about an organization needs, and decides. */
@ApplicationScoped
class Reckoning {

    private final Products products;
    private final Disputes disputes;
    private final OwnOrganization own;
    private final StripeAccount account;

    Reckoning(Products products, Disputes disputes, OwnOrganization own, StripeAccount account) {
        this.products = products;
        this.disputes = disputes;
        this.own = own;
        this.account = account;
    }

    /** Whether it is of the mode of the account. */
    boolean isOfOurMode(SubscriptionFacts subscription) {
        return subscription.live() == account.isLive();
    }

    /** Decides about a customer by all subscriptions that name it. */
    Decision of(Customer customer, List<Claim> claims) {
        return of(customer, claims, disputes.of(customer.uid()), PriceBook.of(products.specs()));
    }

    /** The same by these disputes of its payments, and these prices. */
    Decision of(Customer customer, List<Claim> claims, List<DisputeFacts> disputed, PriceBook prices) {
        Counting counting = Counting.of(customer, claims, account.isLive());
        if (counting.hold() != null) {
            return counting.hold();
        }
        List<Matter> matters = new ArrayList<>(disputed);
        claims.forEach(claim -> claim.refunded().ifPresent(matters::add));
        return decide(customer, counting.subscriptions(), matters, prices);
    }

    /** What names an organization, as if this had been read. What names nobody any more is still whose it was. */
    static List<Claim> merged(String orgId, List<Claim> known, List<SubscriptionFacts> read) {
        Map<String, Claim> claims = new LinkedHashMap<>();
        known.forEach(claim -> claims.put(claim.facts().id(), claim));
        for (SubscriptionFacts facts : read) {
            Claim before = claims.remove(facts.id());
            if (orgId.equals(facts.orgId()) || facts.orgId() == null && before != null) {
                claims.put(facts.id(), before == null ? new Claim(facts, null, null) : before.as(facts));
            }
        }
        return List.copyOf(claims.values());
    }

    private Decision decide(Customer customer, List<SubscriptionFacts> ours, List<Matter> matters, PriceBook prices) {
        Overrides promised = customer.facts().map(BillingFacts::overrides).orElse(null);
        Decision decision = Decision.of(ours, matters, prices, promised);
        if (decision.isOver() && customer.billing() == null) {
            return new Decision(
                    null, null, "Its subscriptions have ended, and it has no billing state: none is begun.");
        }
        return decision.takes() && own.is(customer.orgId())
                ? Decision.hold(
                        Hold.own_organization,
                        "%s is the own organization of who runs the hub: nothing is taken from it.",
                        customer.orgId())
                : decision;
    }
}
