package io.wheelwright.billing.stripe;

import io.wheelwright.organization.Customer;
import io.wheelwright.organization.OwnOrganization;
import io.wheelwright.product.Products;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Gathers what a decision about an organization needs, and decides. */
@ApplicationScoped
class Reckoning {

    private final Products products;
    private final OwnOrganization own;
    private final StripeAccount account;

    Reckoning(Products products, OwnOrganization own, StripeAccount account) {
        this.products = products;
        this.own = own;
        this.account = account;
    }

    /**
     * A subscription that names an organization.
     *
     * @param bound UID of the organization that it was bound to; null for none yet
     */
    record Claim(SubscriptionFacts facts, String bound) {

        static Claim of(SubscriptionRow row) {
            return new Claim(row.facts(), row.orgUid);
        }
    }

    /** Decides about a customer by all subscriptions that name it. */
    Decision of(Customer customer, List<Claim> claims) {
        List<SubscriptionFacts> ours = new ArrayList<>();
        for (Claim claim : claims) {
            switch (Belonging.of(claim.facts(), claim.bound(), customer)) {
                case ours -> ours.add(claim.facts());
                case another -> {}
                case uncertain -> {
                    return Decision.hold(
                            Hold.other_organization,
                            "%s is older than the organization %s: state the UID in its metadata, %s=%s.",
                            claim.facts().id(),
                            customer.orgId(),
                            SubscriptionFacts.ORGANIZATION_UID,
                            customer.uid());
                }
            }
        }
        return ours.isEmpty() ? strangers(customer) : decide(customer, ours);
    }

    /** The same as if this had been read. */
    Decision of(Customer customer, List<Claim> claims, List<SubscriptionFacts> read) {
        List<String> ids = read.stream().map(SubscriptionFacts::id).toList();
        return of(
                customer,
                Stream.concat(
                                claims.stream()
                                        .filter(claim ->
                                                !ids.contains(claim.facts().id())),
                                read.stream()
                                        .filter(facts -> customer.orgId().equals(facts.orgId()))
                                        .map(facts -> new Claim(facts, boundBefore(claims, facts))))
                        .toList());
    }

    private Decision decide(Customer customer, List<SubscriptionFacts> ours) {
        if (ours.stream().anyMatch(subscription -> subscription.live() != account.isLive())) {
            return Decision.hold(Hold.other_mode, "A subscription of %s is of the other mode.", customer.orgId());
        }
        Decision decision = Decision.of(ours, PriceBook.of(products.specs()));
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

    private static Decision strangers(Customer customer) {
        return Decision.hold(
                Hold.other_organization,
                "The subscription belongs to another organization that was called %s: if it is the present one, state its UID in the metadata, %s=%s.",
                customer.orgId(),
                SubscriptionFacts.ORGANIZATION_UID,
                customer.uid());
    }

    private static String boundBefore(List<Claim> claims, SubscriptionFacts facts) {
        return claims.stream()
                .filter(claim -> claim.facts().id().equals(facts.id()))
                .map(Claim::bound)
                .findFirst()
                .orElse(null);
    }
}
