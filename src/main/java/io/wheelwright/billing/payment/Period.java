package io.wheelwright.billing.payment;

import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * The current period of a subscription, or the last one of one that has ended.
 *
 * @param end when it would end if nobody left
 * @param ended when the subscription has ended; null while it has not
 */
record Period(Instant begin, Instant end, Instant ended) {

    /** That of the item that is paid in advance; usage has none of its own. */
    static Period of(Subscription subscription) {
        return subscription.getItems().getData().stream()
                .filter(item -> item.getCurrentPeriodStart() != null && item.getCurrentPeriodEnd() != null)
                .min(Comparator.comparing(Period::isMetered))
                .map(item -> new Period(
                        Instant.ofEpochSecond(item.getCurrentPeriodStart()),
                        Instant.ofEpochSecond(item.getCurrentPeriodEnd()),
                        PlannedEnd.isOver(subscription)
                                ? EndOfSubscription.of(subscription).endsAt()
                                : null))
                .orElseThrow(() -> Problem.of(
                        ProblemType.CONFLICT, "The subscription " + subscription.getId() + " has no period."));
    }

    /** Since when nothing is used any more. */
    Instant left(Instant now) {
        return ended != null && ended.isBefore(now) ? ended : now;
    }

    /**
     * An amount for a time, as one for the rest of this period; empty where the time lies in another one.
     *
     * @param from seconds since 1970, as {@code to}
     */
    Optional<PeriodRest> rest(long from, long to, long amount) {
        Instant since = Instant.ofEpochSecond(from);
        return since.isBefore(end) && Instant.ofEpochSecond(to).isAfter(begin)
                ? Optional.of(new PeriodRest(since.isBefore(begin) ? begin : since, amount))
                : Optional.empty();
    }

    static boolean isMetered(SubscriptionItem item) {
        return item.getPrice() != null
                && item.getPrice().getRecurring() != null
                && "metered".equals(item.getPrice().getRecurring().getUsageType());
    }
}
