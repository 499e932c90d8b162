package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.model.Subscription;
import io.wheelwright.Json;
import io.wheelwright.billing.payment.EndOrder.When;
import io.wheelwright.billing.stripe.Purchases;
import io.wheelwright.billing.stripe.StripeAccount;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.billing.stripe.SubscriptionFacts;
import io.wheelwright.organization.Customer;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Ends what an organization pays at Stripe when it is let go: asked for with the request, and made after it, in order. */
@ApplicationScoped
public class StripeDeparture {

    private final StripeAccount account;
    private final Purchases purchases;
    private final StripeClient stripe;
    private final Ending ending;
    private final Checkouts checkouts;
    private final Refunding refunding;
    private final StripeCalls calls;

    StripeDeparture(
            StripeAccount account,
            Purchases purchases,
            StripeConnection connection,
            Ending ending,
            Checkouts checkouts,
            Refunding refunding,
            StripeCalls calls) {
        this.account = account;
        this.purchases = purchases;
        this.stripe = connection.client();
        this.ending = ending;
        this.checkouts = checkouts;
        this.refunding = refunding;
        this.calls = calls;
    }

    /**
     * What is to be done.
     *
     * @param end when the subscription ends, where that is not now
     * @param ask asks for it, in a transaction, and names the last call
     */
    public record Prepared(Optional<Instant> end, Supplier<UUID> ask) {}

    /**
     * Looks whether it can be, outside of a transaction; ends the request if not.
     *
     * @param atPeriodEnd whether the subscription goes on until its period ends
     * @param refund what goes back with an end at once; empty for nothing
     */
    public Prepared prepare(Customer customer, boolean atPeriodEnd, Optional<RefundRequest> refund) {
        if (!account.isConfigured()) {
            throw Problem.of(ProblemType.CONFLICT, "This hub has no account at Stripe: leave cancel_subscription out.");
        }
        SubscriptionFacts living = purchases.requireOnlyLiving(
                customer,
                "leave cancel_subscription out",
                "POST subscriptions/%s/cancel ends one of them by its subscription_id; do so with all others first"
                        .formatted(customer.orgId()));
        Optional<Subscription> seen = atPeriodEnd
                ? Optional.of(Asked.now(() -> stripe.v1().subscriptions().retrieve(living.id())))
                : Optional.empty();
        EndOrder order = seen.map(subscription -> Ending.order(subscription, When.period_end))
                .orElseGet(() -> ending.order(living, When.now, null));
        Optional<Refunding.Prepared> back =
                refund.map(wanted -> refunding.prepareWithEnd(customer, living.id(), wanted));
        return new Prepared(seen.map(StripeDeparture::end), () -> {
            UUID first = ending.request(customer, order);
            return back.map(prepared -> refunding.request(prepared, first)).orElse(first);
        });
    }

    /** Sees to it that who is let go pays in no page of Stripe that is open; in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public void closeCheckouts(Customer customer) {
        if (account.isConfigured()) {
            checkouts.close(customer);
        }
    }

    /** Makes the calls that end with this one, as far as Stripe answers, and says how they stand. Not in a transaction. */
    public StripeDepartureView perform(UUID last) {
        CallView made = calls.perform(last);
        List<CallView> chain = calls.chain(made);
        CallView end = chain.get(0);
        return new StripeDepartureView(
                last,
                made.state(),
                end.succeeded() ? Json.convert(end.result(), EndOfSubscription.class) : null,
                refunding
                        .outcome(chain.stream().filter(CallView::succeeded).toList())
                        .orElse(null),
                made.error());
    }

    private static Instant end(Subscription subscription) {
        Instant planned = PlannedEnd.ofPeriod(subscription);
        return planned == null ? PlannedEnd.lastPeriodEnd(subscription) : planned;
    }
}
