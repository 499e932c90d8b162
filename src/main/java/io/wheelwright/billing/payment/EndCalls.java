package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import com.stripe.param.SubscriptionCancelParams;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.common.EmptyParam;
import io.wheelwright.billing.payment.EndOrder.When;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Ends a subscription, plans its end, or takes that back. Stripe keeps no key for what ends one at once, so it is read
 * first; what is so already is left alone.
 */
@ApplicationScoped
class EndCalls implements CallKind<EndOrder> {

    static final String NAME = "end_of_subscription";

    private final StripeClient stripe;
    private final Customers customers;
    private final LastUsage usage;
    private final Clock clock;

    EndCalls(StripeConnection connection, Customers customers, LastUsage usage, Clock clock) {
        this.stripe = connection.client();
        this.customers = customers;
        this.usage = usage;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isOwed() {
        return true;
    }

    @Override
    public Class<EndOrder> type() {
        return EndOrder.class;
    }

    @Override
    public Optional<Object> done(EndOrder order, Call call) throws StripeException {
        Subscription subscription = stripe.v1().subscriptions().retrieve(order.subscription());
        return isAsOrdered(subscription, order.when())
                ? Optional.of(EndOfSubscription.of(subscription))
                : Optional.empty();
    }

    /** Who leaves does not pay for another period because of a try that has failed. */
    @Override
    public Instant by(EndOrder order) {
        return order.periodEnd() == null ? null : order.periodEnd().minus(LastMinutes.TRIES);
    }

    /** The subscription is read after usage was told, which takes time: it may be renewed meanwhile. */
    @Override
    public Object perform(EndOrder order, Call call) throws StripeException {
        if (order.when() == When.now) {
            closeUsage(order, call);
        }
        Subscription subscription = stripe.v1().subscriptions().retrieve(order.subscription());
        if (isAsOrdered(subscription, order.when())) {
            return EndOfSubscription.of(subscription);
        }
        if (PlannedEnd.isOver(subscription)) {
            throw new CallRefused("The subscription has ended: only a new one, by checkout, brings the customer back.");
        }
        if (order.when() == When.never) {
            Buyers.checkStripeStillBills(call.present(customers));
        }
        if (isRenewed(subscription, order)) {
            throw new CallRefused("It was renewed meanwhile, until %s: look at what was paid for that, and ask again."
                    .formatted(PlannedEnd.lastPeriodEnd(subscription)));
        }
        return EndOfSubscription.of(call.answered(
                order.when() == When.now
                        ? stripe.v1().subscriptions().cancel(order.subscription(), now(order), call.options())
                        : stripe.v1()
                                .subscriptions()
                                .update(order.subscription(), change(subscription, order), call.options())));
    }

    /** What Stripe was not told before the end is never charged. */
    private void closeUsage(EndOrder order, Call call) {
        UsageWait wait = UsageWait.of(call.requestedAt(), order.periodEnd(), clock.instant());
        boolean told = wait.tells(call.attempt(), clock.instant())
                && usage.tell(call.orgUid(), order.subscription(), wait.tellUntil());
        if (!told && wait.waits(clock.instant()) && !usage.hurry(call.orgUid(), order.subscription())) {
            throw new CallNotYet(
                    "Stripe is still to be told what was used: the subscription ends after that.", wait.until());
        }
    }

    /** Usage that is open is still charged. What goes back for the time that is left is not for Stripe to keep as a credit. */
    private static SubscriptionCancelParams now(EndOrder order) {
        return SubscriptionCancelParams.builder()
                .setInvoiceNow(true)
                .setProrate(false)
                .setCancellationDetails(SubscriptionCancelParams.CancellationDetails.builder()
                        .setComment(order.comment())
                        .build())
                .build();
    }

    private static SubscriptionUpdateParams change(Subscription subscription, EndOrder order) {
        SubscriptionUpdateParams.Builder change = SubscriptionUpdateParams.builder();
        if (order.when() == When.never) {
            return PlannedEnd.isAtPeriodEnd(subscription)
                    ? change.setCancelAtPeriodEnd(false).build()
                    : change.setCancelAt(EmptyParam.EMPTY).build();
        }
        if (order.comment() != null) {
            change.setCancellationDetails(SubscriptionUpdateParams.CancellationDetails.builder()
                    .setComment(order.comment())
                    .build());
        }
        if (PlannedEnd.isByDate(subscription)) {
            return change.setCancelAt(SubscriptionUpdateParams.CancelAt.MAX_PERIOD_END)
                    .build();
        }
        return subscription.getCancelAt() == null
                ? change.setCancelAtPeriodEnd(true).build()
                : change.setCancelAt(PlannedEnd.lastPeriodEnd(subscription).getEpochSecond())
                        .build();
    }

    private static boolean isRenewed(Subscription subscription, EndOrder order) {
        Instant end = PlannedEnd.lastPeriodEnd(subscription);
        return order.periodEnd() != null && end != null && end.isAfter(order.periodEnd());
    }

    private static boolean isAsOrdered(Subscription subscription, When when) {
        boolean over = PlannedEnd.isOver(subscription);
        return switch (when) {
            case now -> over;
            case period_end -> over || PlannedEnd.ofPeriod(subscription) != null;
            case never -> !over && PlannedEnd.of(subscription) == null;
        };
    }
}
