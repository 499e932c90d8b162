package io.wheelwright.billing.payment;

import io.wheelwright.billing.stripe.Purchases;
import io.wheelwright.organization.Customer;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Supplier;

/** Refunds what was paid for the subscription of an organization, also after it has ended. */
@ApplicationScoped
class Refunds {

    private final Customers customers;
    private final Purchases purchases;
    private final Refunding refunding;
    private final StripeCalls calls;

    Refunds(Customers customers, Purchases purchases, Refunding refunding, StripeCalls calls) {
        this.customers = customers;
        this.purchases = purchases;
        this.refunding = refunding;
        this.calls = calls;
    }

    /** Looks whether it can be, outside of a transaction, and returns what asks for it inside of one and gives the last call. */
    Supplier<UUID> refund(String orgId, RefundRequest request) {
        Customer customer = customers.known(orgId);
        String subscription =
                purchases.requireBegun(customer, request.subscriptionId()).id();
        Refunding.Prepared refund = refunding.prepare(customer, subscription, request);
        return () -> refunding.request(refund, null);
    }

    /** What was done by a chain of calls that ends with this one. */
    RefundedAmount outcome(CallView last) {
        return refunding.outcome(calls.chain(last)).orElseThrow();
    }
}
