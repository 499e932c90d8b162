package io.wheelwright.billing.metering;

import io.wheelwright.billing.stripe.SubscriptionFacts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What charges an organization for usage now.
 *
 * @param subscriptions those that charge and are surely its own, the one first that says how the customer stands
 * @param unclear those that charge, name it, and may be of another organization
 * @param ofPayers all that live of its customers of Stripe, whichever organization they name
 */
record Charging(
        List<SubscriptionFacts> subscriptions, List<SubscriptionFacts> unclear, List<SubscriptionFacts> ofPayers) {

    /** A trial is free, and of what is paused nothing is invoiced. */
    private static final Set<String> CHARGED = Set.of("active", "past_due", "unpaid");

    /** Where a use is charged. */
    record Sale(SubscriptionFacts subscription, String priceId) {}

    /**
     * Chooses.
     *
     * @param own all that are surely those of the organization
     */
    static Charging of(
            Collection<SubscriptionFacts> own,
            Collection<SubscriptionFacts> unclear,
            Collection<SubscriptionFacts> ofPayers) {
        return new Charging(
                charged(own).sorted(SubscriptionFacts.RANK.reversed()).toList(),
                charged(unclear).toList(),
                List.copyOf(ofPayers));
    }

    private static Stream<SubscriptionFacts> charged(Collection<SubscriptionFacts> all) {
        return all.stream().filter(subscription -> CHARGED.contains(subscription.status()));
    }

    /** Whether one of them sells at one of these prices, however long it has done so. */
    boolean sells(List<String> prices) {
        return subscriptions.stream().anyMatch(subscription -> count(subscription, prices) > 0);
    }

    boolean isEmpty() {
        return subscriptions.isEmpty();
    }

    /**
     * Why it is not known what is charged at these prices, for people; empty where it is. An event names a customer of Stripe
     * and no subscription: each that sells the meter to the same customer charges it.
     *
     * @param sale where it would be charged; empty for nowhere
     */
    Optional<String> doubt(List<String> prices, Optional<Sale> sale) {
        return Stream.of(
                        unread(Stream.concat(subscriptions.stream(), unclear.stream())),
                        unclear.stream()
                                .filter(subscription -> count(subscription, prices) > 0)
                                .findFirst()
                                .map(subscription -> "the subscription %s names it, and may be of another organization"
                                        .formatted(subscription.id())),
                        sale.flatMap(one -> severalTimes(one, prices)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> severalTimes(Sale sale, List<String> prices) {
        String payer = sale.subscription().customer();
        List<SubscriptionFacts> besides = ofPayers.stream()
                .filter(other -> other.customer().equals(payer)
                        && !other.id().equals(sale.subscription().id()))
                .toList();
        Optional<String> unread = unread(besides.stream());
        if (unread.isPresent()) {
            return unread;
        }
        List<String> selling = Stream.concat(Stream.of(sale.subscription()), besides.stream())
                .flatMap(one -> Stream.generate(one::id).limit(count(one, prices)))
                .toList();
        return selling.size() == 1
                ? Optional.empty()
                : Optional.of("%s charge it to the same customer of Stripe, %s: take its prices out of all but one"
                        .formatted(String.join(" and ", selling), payer));
    }

    private static Optional<String> unread(Stream<SubscriptionFacts> among) {
        return among.filter(subscription -> subscription.prices() == null)
                .findFirst()
                .map(subscription ->
                        "the subscription %s could not be read in full, which it cannot with more than ten items"
                                .formatted(subscription.id()));
    }

    private static long count(SubscriptionFacts subscription, List<String> prices) {
        return subscription.prices() == null
                ? 0
                : subscription.prices().stream().filter(prices::contains).count();
    }

    /**
     * Where the use of a month is charged: by a subscription with one of these prices that was bought before the month was
     * over.
     *
     * @param prices the first one that is sold counts
     * @param month its first day
     */
    Optional<Sale> sale(List<String> prices, LocalDate month, Instant now) {
        Instant over = month.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return prices.stream()
                .flatMap(price -> subscriptions.stream()
                        .filter(subscription -> count(subscription, List.of(price)) > 0)
                        .filter(subscription -> bought(subscription, now).isBefore(over))
                        .map(subscription -> new Sale(subscription, price)))
                .findFirst();
    }

    /** Where Stripe's clock is ahead, as a test clock is, it was bought now. */
    private static Instant bought(SubscriptionFacts subscription, Instant now) {
        return subscription.createdAt().isAfter(now) ? now : subscription.createdAt();
    }
}
