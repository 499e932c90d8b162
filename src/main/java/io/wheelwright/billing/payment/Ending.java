package io.wheelwright.billing.payment;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import io.wheelwright.billing.payment.EndOrder.When;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.billing.stripe.SubscriptionFacts;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Works out ends of subscriptions: each of the period that is the current one now. */
@ApplicationScoped
class Ending {

    private final StripeClient stripe;
    private final Clock clock;

    Ending(StripeConnection connection, Clock clock) {
        this.stripe = connection.client();
        this.clock = clock;
    }

    /** An end of what was read from Stripe just now. */
    static EndOrder order(Subscription subscription, When when) {
        return new EndOrder(subscription.getId(), when, null, PlannedEnd.lastPeriodEnd(subscription));
    }

    /** The same, also while Stripe does not answer: then of what was read last. Not in a transaction. */
    EndOrder order(SubscriptionFacts subscription, When when, String comment) {
        return new EndOrder(subscription.id(), when, comment, periodEnd(subscription));
    }

    private Instant periodEnd(SubscriptionFacts subscription) {
        try {
            return PlannedEnd.lastPeriodEnd(stripe.v1().subscriptions().retrieve(subscription.id()));
        } catch (StripeException unsaid) {
            Instant last = subscription.periodEnd();
            return last != null && last.isAfter(clock.instant()) ? last : null;
        }
    }
}
