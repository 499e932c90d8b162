package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.wheelwright.billing.stripe.Reads;
import io.wheelwright.billing.stripe.RefundedPeriods;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.billing.stripe.StripeQuestion;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether all that was paid for the current period of a subscription has gone back: a refund may bring that about, or undo
 * it, and another payment undoes it.
 */
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
        Optional<String> subscription =
                RefundOwners.subscription(stripe.v1().invoices().retrieve(invoice));
        if (subscription.isPresent()) {
            keep(subscription.get(), sequence);
        }
    }

    /** Looks after another payment for a subscription, if all had gone back by then. No transaction is open. */
    void lookAgain(String subscriptionId) throws StripeException {
        if (periods.has(subscriptionId)) {
            keep(subscriptionId, Reads.next());
        }
    }

    /** Of one that Stripe does not have any more, what is known stays. */
    private void keep(String id, long sequence) throws StripeException {
        Optional<Subscription> living = StripeQuestion.unlessMissing(
                        () -> stripe.v1().subscriptions().retrieve(id))
                .filter(subscription -> !PlannedEnd.isOver(subscription));
        if (living.isPresent()) {
            Instant until = isWhole(living.get()) ? PlannedEnd.lastPeriodEnd(living.get()) : null;
            periods.keep(id, until, sequence);
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
