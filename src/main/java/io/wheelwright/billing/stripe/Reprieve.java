package io.wheelwright.billing.stripe;

import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.organization.OrganizationBilling;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Puts dates off that would take something from a customer while it is not certain that they hold. */
@ApplicationScoped
class Reprieve {

    private final Customers customers;
    private final OrganizationBilling billing;
    private final Clock clock;

    Reprieve(Customers customers, OrganizationBilling billing, Clock clock) {
        this.customers = customers;
        this.billing = billing;
        this.clock = clock;
    }

    /** For all whose date is near while Stripe cannot be asked, or is not to be followed. */
    void grantAll() {
        Instant now = clock.instant();
        customers
                .withDateBetween(Projection.SOURCE, now, now.plus(Looks.UNANSWERED))
                .forEach(customer -> grant(customer, Looks.UNANSWERED));
    }

    /** For one customer of Stripe's; for another nothing is done. */
    void grant(Customer customer, Duration ahead) {
        try {
            putOff(customer, ahead);
        } catch (RuntimeException boundary) {
            // One customer must not keep the others from being spared, nor hide what was found out.
            Log.warnf("The dates of %s could not be put off: %s", customer.orgId(), boundary.getMessage());
        }
    }

    static boolean isOurs(Customer customer) {
        return customer.facts()
                .filter(facts -> Projection.SOURCE.equals(facts.source()))
                .isPresent();
    }

    private void putOff(Customer customer, Duration ahead) {
        if (isOurs(customer)
                && !Looks.putOff(customer.billing(), clock.instant(), ahead).equals(customer.billing())) {
            Supplier<Customer> write = billing.prepare(
                    customer.orgId(), Projection.CLAIM, before -> Looks.putOff(before, clock.instant(), ahead));
            Customer after = QuarkusTransaction.requiringNew().call(write::get);
            Log.infof("The dates of %s are put off: it is not certain that they hold", after.orgId());
        }
    }
}
