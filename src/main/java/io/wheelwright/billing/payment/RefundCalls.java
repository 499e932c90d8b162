package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Refund;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import io.wheelwright.billing.stripe.BilledOrganizations;
import io.wheelwright.billing.stripe.Reads;
import io.wheelwright.billing.stripe.StripeConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Pays a part of a payment back, once; what came of it is in the history at once. */
@ApplicationScoped
class RefundCalls implements CallKind<RefundOrder> {

    static final String NAME = "refund";

    /** Metadata of a refund: which invoice was paid, and what was said about it. */
    static final String INVOICE = "wheelwright_invoice_id";

    static final String DESCRIPTION = "wheelwright_description";

    private static final long MOST = 100;

    private final StripeClient stripe;
    private final RefundHistory history;

    RefundCalls(StripeConnection connection, RefundHistory history) {
        this.stripe = connection.client();
        this.history = history;
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
    public Class<RefundOrder> type() {
        return RefundOrder.class;
    }

    @Override
    public boolean movesMoney() {
        return true;
    }

    @Override
    public Optional<Object> done(RefundOrder order, Call call) throws StripeException {
        long sequence = Reads.next();
        return stripe
                .v1()
                .refunds()
                .list(RefundListParams.builder()
                        .setCharge(order.charge())
                        .setLimit(MOST)
                        .build())
                .getData()
                .stream()
                .filter(refund -> call.id().toString().equals(metadata(refund).get(Call.ID)))
                .findFirst()
                .map(refund -> kept(refund, order, call, sequence));
    }

    @Override
    public Object perform(RefundOrder order, Call call) throws StripeException {
        Charge charge = stripe.v1().charges().retrieve(order.charge());
        long refunded = Objects.requireNonNullElse(charge.getAmountRefunded(), 0L);
        return refunded > order.refundedBefore()
                ? done(order, call).orElseThrow(() -> meanwhile(order, refunded))
                : create(order, call);
    }

    private Object create(RefundOrder order, Call call) throws StripeException {
        long sequence = Reads.next();
        RefundCreateParams.Builder refund = RefundCreateParams.builder()
                .setCharge(order.charge())
                .setAmount(order.amount())
                .setReason(
                        RefundCreateParams.Reason.valueOf(order.reason().name().toUpperCase(Locale.ROOT)))
                .putMetadata(Call.ID, call.id().toString())
                .putMetadata(INVOICE, order.invoice());
        if (order.description() != null) {
            refund.putMetadata(DESCRIPTION, order.description());
        }
        return kept(call.answered(stripe.v1().refunds().create(refund.build(), call.options())), order, call, sequence);
    }

    /** Somebody else has paid back, such as in the dashboard: the amount was fixed without that. */
    private static CallRefused meanwhile(RefundOrder order, long refunded) {
        return new CallRefused("Of the payment %s, %s went back by now, and only %s when this was asked for: ask again."
                .formatted(
                        order.charge(),
                        MoneyText.of(refunded, order.currency()),
                        MoneyText.of(order.refundedBefore(), order.currency())));
    }

    static Map<String, String> metadata(Refund refund) {
        return refund.getMetadata() == null ? Map.of() : refund.getMetadata();
    }

    private Object kept(Refund refund, RefundOrder order, Call call, long sequence) {
        history.keep(refund, new BilledOrganizations.Billed(call.orgId(), call.orgUid()), order.invoice(), sequence);
        return RefundedPart.of(refund, order.invoice());
    }
}
