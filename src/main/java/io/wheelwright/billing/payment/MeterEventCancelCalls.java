package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.billing.MeterEventAdjustmentCreateParams;
import io.wheelwright.billing.stripe.StripeConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Has Stripe take a meter event back. What Stripe was asked so cannot be read there: another try asks under the same key, and
 * an event that was taken back cannot be once more.
 */
@ApplicationScoped
class MeterEventCancelCalls implements CallKind<MeterEventCancelOrder> {

    private final StripeClient stripe;
    private final MeterEvents events;
    private final Clock clock;

    MeterEventCancelCalls(StripeConnection connection, MeterEvents events, Clock clock) {
        this.stripe = connection.client();
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String name() {
        return MeterEvents.CANCELLATION;
    }

    @Override
    public boolean isOwed() {
        return true;
    }

    @Override
    public Class<MeterEventCancelOrder> type() {
        return MeterEventCancelOrder.class;
    }

    @Override
    public Instant by(MeterEventCancelOrder order) {
        return order.until().minus(LastMinutes.TRIES);
    }

    @Override
    public Optional<Object> done(MeterEventCancelOrder order, Call call) {
        return events.find(order.event()).filter(MeterEventView::wasCancelled).map(Object.class::cast);
    }

    @Override
    public Object perform(MeterEventCancelOrder order, Call call) throws StripeException {
        MeterEventView event = events.find(order.event())
                .orElseThrow(() -> new CallRefused("The hub does not have the meter event any more."));
        if (!event.stands()) {
            return event;
        }
        if (!clock.instant().isBefore(order.until())) {
            throw new CallRefused(
                    "Stripe takes a meter event back within a day only. Look at the customer's meter there:"
                            + " unless an earlier try has reached it, put a credit on the invoice.");
        }
        call.answered(stripe.v1().billing().meterEventAdjustments().create(adjustment(order), call.options()));
        return events.cancel(order.event());
    }

    private static MeterEventAdjustmentCreateParams adjustment(MeterEventCancelOrder order) {
        return MeterEventAdjustmentCreateParams.builder()
                .setEventName(order.eventName())
                .setType(MeterEventAdjustmentCreateParams.Type.CANCEL)
                .setCancel(MeterEventAdjustmentCreateParams.Cancel.builder()
                        .setIdentifier(order.event().toString())
                        .build())
                .build();
    }
}
