package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.wheelwright.billing.stripe.RefundedPeriods;
import io.wheelwright.billing.stripe.StripeConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Whether all that was paid for the current period of a subscription has gone back: a refund may bring that about, or undo it. */
@ApplicationScoped
class WholeRefunds {

    private final StripeClient stripe;
    private final PaymentsMade payments;
    private final RefundedPeriods periods;

    WholeRefunds(StripeConnection connection, PaymentsMade payments, RefundedPeriods periods) {
        this.stripe = connection.client();
        this.payments = payments;
        this.periods = periods;
    }

    /**
     * Looks, after a refund of what an invoice was paid with, and keeps what holds. No transaction is open.
     *
     * @param sequence number of the read that has found the refund
     */
    void look(String invoice, long sequence) throws StripeException {
        Optional<String> id = RefundOwners.subscription(stripe.v1().invoices().retrieve(invoice));
        if (id.isEmpty()) {
            return;
        }
        Subscription subscription = stripe.v1().subscriptions().retrieve(id.get());
        if (!PlannedEnd.isOver(subscription)) {
            periods.keep(id.get(), isWhole(subscription) ? PlannedEnd.lastPeriodEnd(subscription) : null, sequence);
        }
    }

    /** What was never paid did not go back. */
    private boolean isWhole(Subscription subscription) throws StripeException {
        List<Payment> made = payments.ofPeriod(subscription, Period.of(subscription)).payments().stream()
                .filter(Payment::isForPeriod)
                .toList();
        return !made.isEmpty() && made.stream().allMatch(payment -> payment.refunded() >= payment.paid());
    }
}
