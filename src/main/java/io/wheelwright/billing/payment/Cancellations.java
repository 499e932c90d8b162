package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import io.wheelwright.Json;
import io.wheelwright.access.Caller;
import io.wheelwright.billing.payment.EndOrder.When;
import io.wheelwright.billing.stripe.Purchases;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Cancels subscriptions, and keeps those that were cancelled ahead. */
@ApplicationScoped
class Cancellations {

    private final Customers customers;
    private final Purchases purchases;
    private final StripeClient stripe;
    private final Ending ending;
    private final Refunding refunding;
    private final StripeCalls calls;
    private final Caller caller;

    Cancellations(
            Customers customers,
            Purchases purchases,
            StripeConnection connection,
            Ending ending,
            Refunding refunding,
            StripeCalls calls,
            Caller caller) {
        this.customers = customers;
        this.purchases = purchases;
        this.stripe = connection.client();
        this.ending = ending;
        this.refunding = refunding;
        this.calls = calls;
        this.caller = caller;
    }

    /**
     * Looks whether it can be cancelled, outside of a transaction, and returns what asks for it inside of one and gives the
     * last call. What goes back is worked out now, and paid after the end.
     */
    Supplier<UUID> cancel(String orgId, CancelRequest request) {
        if (request.refunds() && caller.isCustomer()) {
            throw Problem.of(
                    ProblemType.FORBIDDEN, "A refund is for who runs this hub to make: cancel without one, and ask.");
        }
        Customer customer = customers.known(orgId);
        EndOrder order = ending.order(
                purchases.requireLiving(customer, request.subscriptionId()), request.end(), request.description());
        Optional<Refunding.Prepared> refund =
                request.refundRequest().map(wanted -> refunding.prepareWithEnd(customer, order.subscription(), wanted));
        return () -> {
            UUID end = ending.request(customer, order);
            return refund.map(prepared -> refunding.request(prepared, end)).orElse(end);
        };
    }

    /** The same for taking a planned end back. */
    Supplier<UUID> keep(String orgId) {
        Customer customer = customers.known(orgId);
        String subscription = purchases.requireLiving(customer).id();
        checkStays(customer);
        Buyers.checkStripeBills(customer);
        if (PlannedEnd.of(Asked.now(() -> stripe.v1().subscriptions().retrieve(subscription))) == null) {
            throw Problem.of(
                    ProblemType.CONFLICT, "The subscription is not cancelled ahead: there is nothing to take back.");
        }
        return () -> ending.request(customer, new EndOrder(subscription, When.never, null, null));
    }

    /** Who is let go would go on to pay, and lose the data. */
    private static void checkStays(Customer customer) {
        if (customer.facts().filter(facts -> facts.deleteAfter() != null).isPresent()) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "%s is let go, and its data has a day of deletion: take that back by billing-state first."
                            .formatted(customer.orgId()));
        }
    }

    /** What was done by a chain of calls that ends with this one. */
    CancelView outcome(CallView last) {
        var chain = calls.chain(last);
        return new CancelView(
                last.orgId(),
                Json.convert(chain.get(0).result(), EndOfSubscription.class),
                refunding.outcome(chain).orElse(null));
    }
}
