package io.wheelwright.billing.payment;

import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;

/** When a subscription ends that was cancelled ahead: it says so in one of two ways, by its billing mode. */
final class PlannedEnd {

    private PlannedEnd() {}

    /** When it ends; null where no end is planned, and when it has ended. */
    static Instant of(Subscription subscription) {
        if (isOver(subscription)) {
            return null;
        }
        if (subscription.getCancelAt() != null) {
            return Instant.ofEpochSecond(subscription.getCancelAt());
        }
        return isAtPeriodEnd(subscription) ? lastPeriodEnd(subscription) : null;
    }

    /** The same; null also where it is renewed before that. */
    static Instant ofPeriod(Subscription subscription) {
        Instant planned = of(subscription);
        Instant last = lastPeriodEnd(subscription);
        return planned == null || last != null && planned.isAfter(last) ? null : planned;
    }

    /** Whether it is to end with whichever period is the current one, rather than on a date. */
    static boolean isAtPeriodEnd(Subscription subscription) {
        return Boolean.TRUE.equals(subscription.getCancelAtPeriodEnd());
    }

    /** Whether it ends by date when it is cancelled in the customer portal, too. */
    static boolean isByDate(Subscription subscription) {
        return subscription.getBillingMode() != null
                && "flexible".equals(subscription.getBillingMode().getType());
    }

    static boolean isOver(Subscription subscription) {
        return "canceled".equals(subscription.getStatus()) || "incomplete_expired".equals(subscription.getStatus());
    }

    static Instant lastPeriodEnd(Subscription subscription) {
        return subscription.getItems().getData().stream()
                .map(SubscriptionItem::getCurrentPeriodEnd)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(Instant::ofEpochSecond)
                .orElse(null);
    }
}
