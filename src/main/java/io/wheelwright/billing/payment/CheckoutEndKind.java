package io.wheelwright.billing.payment;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Expires the open checkout sessions of an organization that was let go: who pays there would get nothing for it. */
@ApplicationScoped
class CheckoutEndKind implements CallKind<CheckoutEndKind.CheckoutEndOrder> {

    static final String NAME = "end_of_checkout";

    private final StripeClient stripe;
    private final Customers customers;

    CheckoutEndKind(StripeConnection connection, Customers customers) {
        this.stripe = connection.client();
        this.customers = customers;
    }

    /** As which customer of Stripe the organization pays. */
    record CheckoutEndOrder(String customerId) {}

    /** What can be paid no more. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Expired(List<String> sessionIds) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isOwed() {
        return true;
    }

    @Override
    public Class<CheckoutEndOrder> type() {
        return CheckoutEndOrder.class;
    }

    @Override
    public Optional<Object> done(CheckoutEndOrder order, Call call) throws StripeException {
        return open(order, call).isEmpty() ? Optional.of(new Expired(List.of())) : Optional.empty();
    }

    @Override
    public Object perform(CheckoutEndOrder order, Call call) throws StripeException {
        List<String> expired = new ArrayList<>();
        for (Session session : open(order, call)) {
            new CheckoutSessions(stripe).expire(session);
            expired.add(session.getId());
        }
        return new Expired(expired);
    }

    /** None of one that may buy again: what is open then was asked for later. */
    private List<Session> open(CheckoutEndOrder order, Call call) throws StripeException {
        boolean buys = customers
                .named(call.orgId())
                .filter(customer -> call.orgUid().equals(customer.uid()))
                .filter(customer -> Buyers.objection(customer).isEmpty())
                .isPresent();
        return buys ? List.of() : new CheckoutSessions(stripe).open(order.customerId(), call.orgId());
    }
}
