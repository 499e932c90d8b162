package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import com.stripe.param.SubscriptionUpdateParams;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.organization.Customers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Puts the price of another plan in the place of the present one, in the same item: what it costs is invoiced at once, and
 * it holds only once that is paid. A planned end stays planned: Stripe takes none together with that.
 */
@ApplicationScoped
class PlanCalls implements CallKind<PlanOrder> {

    private final StripeClient stripe;
    private final Customers customers;

    PlanCalls(StripeConnection connection, Customers customers) {
        this.stripe = connection.client();
        this.customers = customers;
    }

    @Override
    public String name() {
        return "plan_change";
    }

    @Override
    public Class<PlanOrder> type() {
        return PlanOrder.class;
    }

    @Override
    public boolean movesMoney() {
        return true;
    }

    @Override
    public Optional<Object> done(PlanOrder order, Call call) throws StripeException {
        Subscription subscription = stripe.v1().subscriptions().retrieve(order.subscription());
        return isDone(subscription, order)
                ? Optional.of(PlanChangeView.of(subscription, order.plan()))
                : Optional.empty();
    }

    @Override
    public Object perform(PlanOrder order, Call call) throws StripeException {
        Subscription subscription = stripe.v1().subscriptions().retrieve(order.subscription());
        if (isDone(subscription, order)) {
            return PlanChangeView.of(subscription, order.plan());
        }
        if (PlannedEnd.isOver(subscription)) {
            throw new CallRefused("The subscription has ended.");
        }
        Buyers.checkStripeStillBills(call.present(customers));
        if (subscription.getPendingUpdate() != null
                || !order.fromPrice().equals(price(subscription.getItems().getData(), order))) {
            throw new CallRefused("The plan was changed meanwhile, by another request or in the portal.");
        }
        return PlanChangeView.of(
                call.answered(stripe.v1().subscriptions().update(order.subscription(), change(order), call.options())),
                order.plan());
    }

    private static SubscriptionUpdateParams change(PlanOrder order) {
        return SubscriptionUpdateParams.builder()
                .addItem(SubscriptionUpdateParams.Item.builder()
                        .setId(order.item())
                        .setPrice(order.toPrice())
                        .build())
                .setPaymentBehavior(SubscriptionUpdateParams.PaymentBehavior.PENDING_IF_INCOMPLETE)
                .setProrationBehavior(SubscriptionUpdateParams.ProrationBehavior.ALWAYS_INVOICE)
                .setProrationDate(order.prorationDate())
                .build();
    }

    private static boolean isDone(Subscription subscription, PlanOrder order) {
        Subscription.PendingUpdate pending = subscription.getPendingUpdate();
        return order.toPrice().equals(price(subscription.getItems().getData(), order))
                || pending != null && order.toPrice().equals(price(pending.getSubscriptionItems(), order));
    }

    private static String price(List<SubscriptionItem> items, PlanOrder order) {
        return items == null
                ? null
                : items.stream()
                        .filter(item -> order.item().equals(item.getId()))
                        .findFirst()
                        .map(item -> item.getPrice().getId())
                        .orElse(null);
    }
}
