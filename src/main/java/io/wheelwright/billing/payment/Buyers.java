package io.wheelwright.billing.payment;

import io.wheelwright.billing.stripe.Purchases;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Organizations that may buy a subscription at Stripe. */
@ApplicationScoped
class Buyers {

    private final Customers customers;
    private final Purchases purchases;

    Buyers(Customers customers, Purchases purchases) {
        this.customers = customers;
        this.purchases = purchases;
    }

    /** The organization; ends the request where it may not buy, and says what to do instead. */
    Customer who(String orgId) {
        Customer customer = customers.known(orgId);
        if (customer.uid() == null) {
            throw refused("The organization %s is still being made: try again in a moment.", orgId);
        }
        checkStripeBills(customer);
        purchases.living(customer).ifPresent(living -> {
            throw refused(
                    "%s has the subscription %s: change its plan with POST /hub/api/v1/subscriptions/%s/change-plan.",
                    orgId, living.id(), orgId);
        });
        return customer;
    }

    /** Ends the request where nothing would follow from what the organization pays at Stripe now. */
    void checkStripeBills(String orgId) {
        checkStripeBills(customers.known(orgId));
    }

    /** Ends the request where another biller keeps the billing state: who pays at Stripe would get nothing for it. */
    static void checkStripeBills(Customer customer) {
        objection(customer).ifPresent(why -> {
            throw Problem.of(ProblemType.CONFLICT, why);
        });
    }

    /** The same for a call that was asked for before. */
    static void checkStripeStillBills(Customer customer) {
        objection(customer).ifPresent(why -> {
            throw new CallRefused(why);
        });
    }

    /** Why nothing would follow from what is paid at Stripe; empty where something would. */
    static Optional<String> objection(Customer customer) {
        return Purchases.otherBiller(customer)
                .map(biller ->
                        ("The biller %s keeps the billing state of %s: nothing would follow from a payment at Stripe. An"
                                        + " administrator hands it over, by sending it with source stripe and take_over_from.")
                                .formatted(biller, customer.orgId()));
    }

    private static RuntimeException refused(String why, Object... details) {
        return Problem.of(ProblemType.CONFLICT, why.formatted(details));
    }
}
