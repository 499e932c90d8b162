package io.wheelwright.billing.stripe;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Puts dates off that would take something from a customer while it is not certain that they hold. That is for the hub alone
 * to know: nobody is told of a date that was made so.
 */
@ApplicationScoped
class Reprieve {

    /** All dates that come until the next time are near this time, too. */
    private static final Duration PAUSE = Looks.UNANSWERED.minus(Looks.LEAD);

    private final Customers customers;
    private final OrganizationBilling billing;
    private final Clock clock;
    private volatile Instant next = Instant.MIN;

    Reprieve(Customers customers, OrganizationBilling billing, Clock clock) {
        this.customers = customers;
        this.billing = billing;
        this.clock = clock;
    }

    /** For all whose date is near while Stripe cannot be asked, or is not to be followed; at most once a minute. */
    void grantAll() {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        customers
                .withDateBetween(Projection.SOURCE, now, now.plus(Looks.UNANSWERED))
                .forEach(customer -> grant(customer, Looks.UNANSWERED));
        next = now.plus(PAUSE);
    }

    /** For one customer of Stripe's; for another nothing is done. */
    void grant(Customer customer, Duration ahead) {
        Instant now = clock.instant();
        try {
            putOff(customer, facts -> Looks.putOff(facts, customer.putOffUntil(), now, ahead), now, () -> true);
        } catch (RuntimeException boundary) {
            // One customer must not keep the others from being spared, nor hide what was found out.
            Log.warnf("The dates of %s could not be put off: %s", customer.orgId(), boundary.getMessage());
        }
    }

    /**
     * For one customer whom nobody has followed since, also of dates that have passed meanwhile.
     *
     * @param followed when that was done last
     * @return whether a date was put off; none may have to be
     * @throws RuntimeException whatever has prevented it
     */
    boolean grantSince(Instant followed, Customer customer) {
        Instant now = clock.instant();
        return putOff(
                customer,
                facts -> Looks.putOffSince(Looks.confirmed(followed), facts, now),
                now,
                () -> SubscriptionRow.locked(customer.orgId()).stream()
                        .noneMatch(row -> row.followedAt != null && row.followedAt.isAfter(followed)));
    }

    static boolean isOurs(Customer customer) {
        return customer.facts()
                .filter(facts -> Projection.SOURCE.equals(facts.source()))
                .isPresent();
    }

    /** @param stands whether it still is to be done, in the transaction that does it */
    private boolean putOff(Customer customer, UnaryOperator<BillingFacts> later, Instant now, BooleanSupplier stands) {
        if (!isOurs(customer) || later.apply(customer.billing()).equals(customer.billing())) {
            return false;
        }
        Supplier<Customer> write = billing.prepare(customer.orgId(), StripeClaim.OWN, later);
        return QuarkusTransaction.requiringNew()
                .call(() -> stands.getAsBoolean() && remember(write.get(), Looks.reprieve(now)));
    }

    private boolean remember(Customer after, Instant until) {
        if (!Looks.states(after.billing(), until)) {
            return false;
        }
        billing.hasPutOff(after.orgId(), until);
        Log.infof("The dates of %s are put off: it is not certain that they hold", after.orgId());
        return true;
    }
}
