package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.model.Subscription;
import io.wheelwright.Json;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.organization.Customer;
import io.wheelwright.outbox.Turn;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
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

    /**
     * A refund that can be asked for, as long as nobody else has.
     *
     * @param before the latest call for a refund that was asked for before Stripe was looked at; empty for none
     */
    record Prepared(Customer customer, RefundRequest request, RefundPlan plan, Optional<UUID> before) {}

    /**
     * Looks at Stripe what can go back of a subscription's payments; ends the request where that is not enough, and where
     * another refund of the organization is under way.
     */
    Prepared prepare(Customer customer, String subscriptionId, RefundRequest request) {
        Optional<UUID> before = latest(customer);
        Subscription subscription = subscription(subscriptionId);
        return new Prepared(customer, request, plan(subscription, request, read(subscription, request)), before);
    }

    /** The same for one that comes with the end of the subscription; ends the request also where that has come. */
    Prepared prepareWithEnd(Customer customer, String subscriptionId, RefundRequest request) {
        Optional<UUID> before = latest(customer);
        Subscription subscription = subscription(subscriptionId);
        if (PlannedEnd.isOver(subscription)) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The subscription has ended already: POST subscriptions/%s/refund pays something back."
                            .formatted(customer.orgId()));
        }
        PaidSoFar paid = read(subscription, request);
        if (paid.unbilled() > 0) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "A change of plan is not invoiced yet, %s: the last invoice would charge it, also for time after the end. Invoice it first, in Stripe's dashboard."
                            .formatted(MoneyText.of(paid.unbilled(), subscription.getCurrency())));
        }
        return new Prepared(customer, request, plan(subscription, request, paid), before);
    }

    private Subscription subscription(String id) {
        return Asked.now(() -> stripe.v1().subscriptions().retrieve(id));
    }

    private RefundPlan plan(Subscription subscription, RefundRequest request, PaidSoFar paid) {
        return RefundPlan.of(request.refundMode(), request.amount(), paid, Period.of(subscription), clock.instant());
    }

    private PaidSoFar read(Subscription subscription, RefundRequest request) {
        Period period = Period.of(subscription);
        return Asked.now(() -> request.refundMode() == RefundMode.amount
                ? payments.ofAll(subscription, period, request.amount())
                : payments.ofPeriod(subscription, period));
    }

    /** Ends the request where it waits: what went back by it is not known. */
    private Optional<UUID> latest(Customer customer) {
        Optional<CallView> latest = calls.latest(kind, customer.uid());
        latest.filter(CallView::waits).ifPresent(call -> {
            throw underWay(call);
        });
        return latest.map(CallView::id);
    }

    private static RuntimeException underWay(CallView call) {
        return Problem.of(
                ProblemType.CONFLICT,
                "Another refund of %s is under way, the call %s: look at it, and ask again for what is missing."
                        .formatted(call.orgId(), call.id()));
    }

    /**
     * Asks for what is planned, in the caller's transaction; ends the request where somebody else has asked for a refund of
     * the organization since.
     *
     * @param after call that must have succeeded first; null for none
     * @return the last call
     */
    @Transactional(TxType.MANDATORY)
    UUID request(Prepared prepared, UUID after) {
        Turn.take("Refund", prepared.customer().uid());
        calls.latest(kind, prepared.customer().uid())
                .filter(call -> call.waits()
                        || !prepared.before().filter(call.id()::equals).isPresent())
                .ifPresent(call -> {
                    throw underWay(call);
                });
        RefundRequest request = prepared.request();
        UUID last = after;
        for (RefundPlan.Part part : prepared.plan().parts()) {
            last = calls.request(
                    kind,
                    prepared.customer().orgId(),
                    RefundOrder.of(part, request.refundReason(), request.description()),
                    last);
        }
        return last;
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
