package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.wheelwright.Json;
import io.wheelwright.billing.payment.EndOrder.When;
import io.wheelwright.billing.stripe.StripeAccount;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.billing.stripe.SubscriptionFacts;
import io.wheelwright.organization.Customer;
import io.wheelwright.outbox.Turn;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Works out ends of subscriptions, each of the period that is the current one now, and asks for them. */
@ApplicationScoped
class Ending {

    private final StripeClient stripe;
    private final StripeAccount account;
    private final EndCalls kind;
    private final StripeCalls calls;
    private final Clock clock;

    Ending(StripeConnection connection, StripeAccount account, EndCalls kind, StripeCalls calls, Clock clock) {
        this.stripe = connection.client();
        this.account = account;
        this.kind = kind;
        this.calls = calls;
        this.clock = clock;
    }

    /** An end of what was read from Stripe just now. */
    static EndOrder order(Subscription subscription, When when) {
        return new EndOrder(subscription.getId(), when, null, PlannedEnd.lastPeriodEnd(subscription));
    }

    /** The same, also while Stripe does not answer: then of what was read last. Not in a transaction. */
    EndOrder order(SubscriptionFacts subscription, When when, String comment) {
        return new EndOrder(subscription.id(), when, comment, periodEnd(subscription));
    }

    /**
     * Asks for it, in the caller's transaction. One of a subscription waits at a time, for a later one would be undone by it:
     * who asks for the same is answered by that call, and anybody else's request ends.
     *
     * @return the call
     */
    @Transactional(TxType.MANDATORY)
    UUID request(Customer customer, EndOrder order) {
        Turn.take("End", customer.uid());
        Optional<CallEntity> waiting = CallEntity.waiting(customer.uid(), EndCalls.NAME, account.isLive()).stream()
                .filter(call -> order(call).subscription().equals(order.subscription()))
                .findFirst();
        if (waiting.isEmpty()) {
            return calls.request(kind, customer.orgId(), order, null);
        }
        CallEntity call = waiting.get();
        if (!order(call).serves(order)) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "Something else was asked for about the end of %s, and Stripe has not answered the call %s: wait for it, and"
                                    .formatted(order.subscription(), call.id)
                            + " ask again.");
        }
        return call.id;
    }

    private static EndOrder order(CallEntity call) {
        return Json.read(call.request, EndOrder.class);
    }

    private Instant periodEnd(SubscriptionFacts subscription) {
        try {
            return PlannedEnd.lastPeriodEnd(stripe.v1().subscriptions().retrieve(subscription.id()));
        } catch (StripeException unsaid) {
            Instant last = subscription.periodEnd();
            return last != null && last.isAfter(clock.instant()) ? last : null;
        }
    }
}
