package io.wheelwright.billing.metering;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Price;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import com.stripe.model.billing.Meter;
import com.stripe.model.billing.MeterEventSummary;
import com.stripe.net.RequestOptions;
import com.stripe.param.SubscriptionListParams;
import com.stripe.param.billing.MeterEventCreateParams;
import com.stripe.param.billing.MeterEventSummaryListParams;
import io.wheelwright.billing.stripe.StripeConnection;
import io.wheelwright.billing.stripe.StripeQuestion;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is asked of Stripe about usage. No transaction is open meanwhile. */
@ApplicationScoped
class MeterCalls {

    private static final long MOST = 100;

    private final StripeClient stripe;

    /** What an event of a meter looks like never changes. */
    private final Map<String, MeterAtStripe> meters = new ConcurrentHashMap<>();

    /** Nor does the meter of a price. */
    private final Map<String, Optional<String>> metersOfPrices = new ConcurrentHashMap<>();

    MeterCalls(StripeConnection connection) {
        this.stripe = connection.client();
    }

    Subscription subscription(String id) throws StripeException {
        return stripe.v1().subscriptions().retrieve(id);
    }

    /** The subscriptions of a customer that are not over; none of one that is deleted. */
    Payer payer(String customerId) throws StripeException {
        return StripeQuestion.unlessMissing(() -> stripe.v1()
                        .subscriptions()
                        .list(SubscriptionListParams.builder()
                                .setCustomer(customerId)
                                .setLimit(MOST)
                                .build()))
                .map(page -> new Payer(
                        page.getData().stream().filter(one -> !isOver(one)).toList(),
                        !Boolean.TRUE.equals(page.getHasMore())))
                .orElseGet(() -> new Payer(List.of(), true));
    }

    /** The current period of an item. */
    static Booking.Period period(Subscription subscription, SubscriptionItem item) {
        Instant end = Instant.ofEpochSecond(item.getCurrentPeriodEnd());
        Instant ends = subscription.getCancelAt() != null
                ? Instant.ofEpochSecond(subscription.getCancelAt())
                : Boolean.TRUE.equals(subscription.getCancelAtPeriodEnd()) ? end : null;
        return new Booking.Period(
                overSince(subscription), Instant.ofEpochSecond(item.getCurrentPeriodStart()), end, ends);
    }

    static boolean isOver(Subscription subscription) {
        return overSince(subscription) != null;
    }

    private static Instant overSince(Subscription subscription) {
        if ("canceled".equals(subscription.getStatus())) {
            Long ended = subscription.getEndedAt() == null ? subscription.getCanceledAt() : subscription.getEndedAt();
            return Instant.ofEpochSecond(ended);
        }
        return "incomplete_expired".equals(subscription.getStatus())
                ? Instant.ofEpochSecond(subscription.getCreated())
                : null;
    }

    /** Id of the meter of a price; empty where the price is not metered, or Stripe does not have it. */
    Optional<String> meterOf(String priceId) throws StripeException {
        Optional<String> known = metersOfPrices.get(priceId);
        if (known == null) {
            known = StripeQuestion.unlessMissing(() -> stripe.v1().prices().retrieve(priceId))
                    .map(Price::getRecurring)
                    .map(Price.Recurring::getMeter);
            metersOfPrices.put(priceId, known);
        }
        return known;
    }

    /** A meter. */
    MeterAtStripe meter(String id) throws StripeException {
        MeterAtStripe known = meters.get(id);
        if (known == null) {
            known = read(id);
            meters.put(id, known);
        }
        return known;
    }

    private MeterAtStripe read(String id) throws StripeException {
        Meter meter = stripe.v1().billing().meters().retrieve(id);
        return new MeterAtStripe(
                id,
                meter.getEventName(),
                meter.getCustomerMapping().getEventPayloadKey(),
                meter.getValueSettings().getEventPayloadKey());
    }

    /**
     * Tells Stripe. A try has an idempotency key of its own: what Stripe keeps of a failure stands in no other's way, and what
     * was told before is found by its identifier.
     *
     * @return Stripe's id of the request
     */
    String tell(MeterEvent event, MeterAtStripe meter) throws StripeException {
        var told = stripe.v1()
                .billing()
                .meterEvents()
                .create(
                        MeterEventCreateParams.builder()
                                .setEventName(meter.eventName())
                                .setIdentifier(event.id.toString())
                                .setTimestamp(event.bookedAt.getEpochSecond())
                                .putPayload(meter.customerKey(), event.customerId)
                                .putPayload(meter.valueKey(), Long.toString(event.units))
                                .build(),
                        RequestOptions.builder()
                                .setIdempotencyKey(event.id + "-" + event.attempts)
                                .build());
        return told.getLastResponse() == null ? null : told.getLastResponse().requestId();
    }

    /** What Stripe has counted for a customer between two whole minutes. */
    BigDecimal counted(String meterId, String customerId, Instant from, Instant to) throws StripeException {
        return stripe
                .v1()
                .billing()
                .meters()
                .eventSummaries()
                .list(
                        meterId,
                        MeterEventSummaryListParams.builder()
                                .setCustomer(customerId)
                                .setStartTime(from.getEpochSecond())
                                .setEndTime(to.getEpochSecond())
                                .setLimit(MOST)
                                .build())
                .getData()
                .stream()
                .map(MeterEventSummary::getAggregatedValue)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
