package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.BillingState;
import io.wheelwright.billing.payment.CheckoutEndKind.CheckoutEndOrder;
import io.wheelwright.billing.payment.CheckoutKind.CheckoutOrder;
import io.wheelwright.billing.payment.CheckoutKind.Opened;
import io.wheelwright.billing.stripe.StripeAccount;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.organization.Customer;
import io.wheelwright.outbox.Turn;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Checkouts of organizations: each has one open session at most, which is handed out again to who asks for the same. */
@ApplicationScoped
class Checkouts {

    static final String ANOTHER = "Another checkout was asked for since.";

    private static final String LET_GO = "The organization was let go since.";

    /** A session is open for a day, and clocks differ. */
    private static final Duration LONGEST = Duration.ofHours(25);

    private static final String KIND = "Checkout";

    /** Until the call is made. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private final StripeClient stripe;
    private final StripeAccount account;
    private final Buyers buyers;
    private final Offer offer;
    private final Payers payers;
    private final StripeCalls calls;
    private final PayerKind payerKind;
    private final CheckoutKind checkoutKind;
    private final CheckoutEndKind endKind;
    private final Clock clock;

    Checkouts(
            StripeConnection connection,
            StripeAccount account,
            Buyers buyers,
            Offer offer,
            Payers payers,
            StripeCalls calls,
            PayerKind payerKind,
            CheckoutKind checkoutKind,
            CheckoutEndKind endKind,
            Clock clock) {
        this.stripe = connection.client();
        this.account = account;
        this.buyers = buyers;
        this.offer = offer;
        this.payers = payers;
        this.calls = calls;
        this.payerKind = payerKind;
        this.checkoutKind = checkoutKind;
        this.endKind = endKind;
        this.clock = clock;
    }

    /** Looks whether it can be bought; returns what asks for the session in a transaction, and names the call. */
    Supplier<UUID> prepare(CheckoutRequest asked) {
        Customer customer = buyers.who(asked.orgId());
        Offer.Sold sold = offer.plan(asked.productId(), asked.plan());
        CheckoutOrder order = new CheckoutOrder(
                sold.productId(),
                sold.plan().id(),
                sold.price(),
                offer.meterPrices(sold.productId()),
                payer(customer),
                asked.successUrl(),
                asked.cancelUrl(),
                trialEnd(customer));
        Optional<Seen> seen = QuarkusTransaction.requiringNew()
                .call(() -> CallEntity.latestDone(customer.uid(), CheckoutKind.NAME, account.isLive()))
                .map(former -> new Seen(former.id, isOpen(former)));
        return () -> ask(customer, order, seen);
    }

    /**
     * Ends what an organization that is let go could still pay, in the caller's transaction: a checkout that waits has
     * failed, and open sessions are expired as soon as Stripe answers.
     */
    @Transactional(TxType.MANDATORY)
    void close(Customer customer) {
        Turn.take(KIND, customer.uid());
        Instant now = clock.instant();
        boolean open = CallEntity.isRecent(customer.uid(), CheckoutKind.NAME, account.isLive(), now.minus(LONGEST));
        CallEntity.lockedWaiting(customer.uid(), CheckoutKind.NAME, account.isLive())
                .forEach(row -> row.fail(CallFailure.refused, null, LET_GO, now));
        Optional<String> payer = open ? payers.known(customer) : Optional.empty();
        payer.map(id -> calls.request(endKind, customer.orgId(), new CheckoutEndOrder(id), null))
                .ifPresent(call -> CallEntity.<CallEntity>findById(call).leave(now));
    }

    /** Where the customer pays; ends the request where that session is over, or nothing would follow from it any more. */
    CheckoutView view(CallView call) {
        buyers.checkStripeBills(call.orgId());
        Opened opened = Json.convert(call.result(), Opened.class);
        Session session = Asked.now(() -> stripe.v1().checkout().sessions().retrieve(opened.sessionId()));
        if (session.getUrl() == null) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "This checkout session is %s: ask for another one, with another Idempotency-Key."
                            .formatted(session.getStatus()));
        }
        return new CheckoutView(session.getId(), session.getUrl(), opened.trialEndsAt());
    }

    /** The latest session before the request, and whether it can be paid. */
    private record Seen(UUID call, boolean open) {}

    private UUID ask(Customer customer, CheckoutOrder order, Optional<Seen> seen) {
        Turn.take(KIND, customer.uid());
        Optional<CallEntity> latest = CallEntity.latest(customer.uid(), CheckoutKind.NAME, account.isLive());
        if (latest.filter(row -> isServing(row, order, seen)).isPresent()) {
            return latest.get().id;
        }
        latest.filter(row -> row.state == CallState.waiting)
                .ifPresent(row -> row.fail(CallFailure.refused, null, ANOTHER, clock.instant()));
        UUID after = order.customerId() == null ? payerCall(customer) : null;
        return calls.request(checkoutKind, customer.orgId(), order, after);
    }

    /** One that was made since it was looked is open. */
    private boolean isServing(CallEntity row, CheckoutOrder order, Optional<Seen> seen) {
        boolean over =
                seen.filter(one -> one.call().equals(row.id) && !one.open()).isPresent();
        return row.state != CallState.failed && !over && order(row).serves(order, clock.instant());
    }

    private UUID payerCall(Customer customer) {
        return CallEntity.latest(customer.uid(), PayerKind.NAME, account.isLive())
                .filter(row -> row.state == CallState.waiting)
                .map(row -> row.id)
                .orElseGet(() -> calls.request(
                        payerKind, customer.orgId(), new PayerKind.Contact(customer.name(), customer.email()), null));
    }

    /** Null where there is none yet, or Stripe does not say: then the call finds or makes one. */
    private String payer(Customer customer) {
        try {
            return payers.living(customer).orElse(null);
        } catch (StripeException unsaid) {
            return null;
        }
    }

    /** What is left of a trial is kept where Stripe takes it; else the first payment is at once. */
    private Instant trialEnd(Customer customer) {
        return customer.facts()
                .filter(facts -> facts.state() == BillingState.trialing)
                .map(BillingFacts::trialEndsAt)
                .filter(end -> end.isAfter(
                        clock.instant().plus(CheckoutKind.SHORTEST_TRIAL).plus(MARGIN)))
                .orElse(null);
    }

    private boolean isOpen(CallEntity call) {
        try {
            return "open".equals(session(call).getStatus());
        } catch (StripeException unsaid) {
            return false;
        }
    }

    private Session session(CallEntity call) throws StripeException {
        return stripe.v1()
                .checkout()
                .sessions()
                .retrieve(Json.read(call.result, Opened.class).sessionId());
    }

    private static CheckoutOrder order(CallEntity call) {
        return Json.read(call.request, CheckoutOrder.class);
    }
}
