package io.wheelwright.billing.metering;

import com.stripe.model.Price;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A customer of Stripe, as it was just read. An event names it, and each item that it pays for the meter charges the event.
 *
 * @param subscriptions that are not over
 * @param isWhole whether these are all
 */
record Payer(List<Subscription> subscriptions, boolean isWhole) {

    Payer {
        subscriptions = List.copyOf(subscriptions);
    }

    Optional<Subscription> subscription(String id) {
        return subscriptions.stream().filter(one -> one.getId().equals(id)).findFirst();
    }

    /** The item of a subscription that charges for a meter. */
    static Optional<SubscriptionItem> item(Subscription subscription, String meterId) {
        return items(subscription)
                .filter(item -> meterId.equals(meter(item.getPrice())))
                .findFirst();
    }

    /** Why an event of a meter may be charged several times, for people; empty where it is not. */
    Optional<String> doubt(String meterId) {
        if (!isWhole) {
            return Optional.of("The customer has more subscriptions than are read.");
        }
        Optional<String> unread = subscriptions.stream()
                .filter(one -> Boolean.TRUE.equals(one.getItems().getHasMore()))
                .findFirst()
                .map(one -> "The subscription %s has more items than are read.".formatted(one.getId()));
        List<String> charging = subscriptions.stream()
                .flatMap(one -> items(one)
                        .filter(item -> meterId.equals(meter(item.getPrice())))
                        .map(item -> one.getId()))
                .toList();
        return unread.or(() -> charging.size() < 2
                ? Optional.empty()
                : Optional.of("%s would charge it each: take its prices out of all but one."
                        .formatted(String.join(" and ", charging))));
    }

    private static Stream<SubscriptionItem> items(Subscription subscription) {
        return subscription.getItems().getData().stream();
    }

    private static String meter(Price price) {
        return Optional.ofNullable(price)
                .map(Price::getRecurring)
                .map(Price.Recurring::getMeter)
                .orElse(null);
    }
}
