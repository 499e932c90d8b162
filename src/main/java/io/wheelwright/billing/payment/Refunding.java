package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.wheelwright.Json;
import io.wheelwright.billing.stripe.StripeConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Works out refunds, and asks for them: a call for each payment, one after the other, with amounts that are fixed then. */
@ApplicationScoped
class Refunding {

    private final StripeClient stripe;
    private final PaymentsMade payments;
    private final RefundCalls kind;
    private final StripeCalls calls;
    private final Clock clock;

    Refunding(StripeConnection connection, PaymentsMade payments, RefundCalls kind, StripeCalls calls, Clock clock) {
        this.stripe = connection.client();
        this.payments = payments;
        this.kind = kind;
        this.calls = calls;
        this.clock = clock;
    }

    /** Looks at Stripe what can go back of a subscription's payments; ends the request where that is not enough. */
    RefundPlan plan(String subscriptionId, RefundRequest request) {
        Subscription subscription = Asked.now(() -> stripe.v1().subscriptions().retrieve(subscriptionId));
        Period period = Period.of(subscription);
        return RefundPlan.of(
                request.refundMode(),
                request.amount(),
                Asked.now(() -> read(subscription, period, request)),
                period,
                clock.instant());
    }

    private PaidSoFar read(Subscription subscription, Period period, RefundRequest request) throws StripeException {
        return request.refundMode() == RefundMode.amount
                ? payments.ofAll(subscription, period, request.amount())
                : payments.ofPeriod(subscription, period);
    }

    /**
     * Asks for what is planned, in the caller's transaction.
     *
     * @param after call that must have succeeded first; null for none
     * @return the last call
     */
    @Transactional(TxType.MANDATORY)
    UUID request(String orgId, RefundPlan plan, RefundRequest request, UUID after) {
        UUID last = after;
        for (RefundPlan.Part part : plan.parts()) {
            last = calls.request(
                    kind, orgId, RefundOrder.of(part, request.refundReason(), request.description()), last);
        }
        return last;
    }

    /** The calls that end with one, in the order in which they are made. */
    List<CallView> chain(CallView last) {
        List<CallView> chain = new ArrayList<>(List.of(last));
        Optional<UUID> former = calls.former(last.id());
        while (former.isPresent()) {
            chain.add(calls.view(former.get()));
            former = calls.former(former.get());
        }
        Collections.reverse(chain);
        return List.copyOf(chain);
    }

    /** What went back by calls that are done; empty where there is no refund among them. */
    Optional<RefundedAmount> outcome(List<CallView> done) {
        List<RefundedPart> parts = done.stream()
                .filter(call -> call.kind().equals(kind.name()))
                .map(call -> Json.convert(call.result(), RefundedPart.class))
                .toList();
        return parts.isEmpty() ? Optional.empty() : Optional.of(RefundedAmount.of(parts));
    }
}
