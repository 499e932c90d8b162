package io.wheelwright.fault;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import com.stripe.model.billing.MeterEventSummary;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.billing.MeterEventSummaryListParams;
import com.stripe.param.checkout.SessionListParams;
import io.wheelwright.billing.stripe.SubscriptionFacts;
import io.wheelwright.lab.Manifests;
import io.wheelwright.lab.stripe.StripeBuyers;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.lab.stripe.StripePrices;
import io.wheelwright.lab.stripe.TestCard;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What is sold at the lab's Stripe, and those who buy it there without the hub. */
final class StripeShop {

    /** What is counted of an instance. */
    static final String METER = "calls";

    /** How much of that the plans include. */
    static final long INCLUDED = 100;

    private final StripeLab stripe;
    private final StripeBuyers buyers;
    private final StripeClient client;
    private final String growth;
    private final String scale;
    private final String meter;
    private final String metered;

    StripeShop(StripeLab stripe) throws StripeException {
        this.stripe = stripe;
        buyers = new StripeBuyers(stripe);
        client = buyers.client();
        growth = price(StripeStep.GROWTH);
        scale = price(StripeStep.SCALE);
        meter = StripePrices.meter(client, METER);
        metered = StripePrices.metered(client, meter, 10);
    }

    /** A Product that sells both plans, and what goes beyond them. */
    String product() {
        return Manifests.selling(
                        "cosmetics",
                        Manifests.plan("starter", 10, 4),
                        plan("growth", growth, StripeStep.GROWTH),
                        plan("scale", scale, StripeStep.SCALE))
                + "  meters: [{name: %1$s, kind: counter, included: {growth: %2$d, scale: %2$d}, stripePriceId: %3$s}]\n"
                        .formatted(METER, INCLUDED, metered);
    }

    private static String plan(String id, String price, long amount) {
        return Manifests.plan(
                id, 10, 4, "stripePriceId: " + price, "price: {amount: %d, currency: USD}".formatted(amount));
    }

    /** The price of the larger plan. */
    String scale() {
        return scale;
    }

    void subscribe(StripeDeath death, String orgUid) throws StripeException {
        Subscription subscription =
                death.step().isOfUsage() ? buy(death.org(), orgUid, growth, metered) : buy(death.org(), orgUid, growth);
        death.subscribed(subscription.getCustomer(), subscription.getId());
    }

    /** A new customer of Stripe that buys the smaller plan for an organization, and pays. */
    Subscription subscribe(String org, String orgUid) throws StripeException {
        return buy(org, orgUid, growth);
    }

    private Subscription buy(String org, String orgUid, String... prices) throws StripeException {
        return buyers.subscribe(StripeBuyers.order(buyers.payer(), org, prices)
                .putMetadata(SubscriptionFacts.ORGANIZATION_UID, orgUid));
    }

    /** More of the same is bought, and not paid: nobody tries again to collect it. */
    void failToPay(Subscription subscription) throws StripeException {
        failToPay(subscription, 2);
    }

    /** The same of this many, more than there were. */
    void failToPay(Subscription subscription, long quantity) throws StripeException {
        stripe.useCard(subscription.getCustomer(), TestCard.FAILS_WHEN_CHARGED);
        buyers.buy(subscription, quantity);
    }

    /** What was not paid is paid now. */
    void pay(Subscription subscription) throws StripeException {
        stripe.useCard(subscription.getCustomer(), TestCard.VISA);
        buyers.payLatest(subscription.getId());
    }

    /** What the meter has counted of a customer of late. */
    long counted(String customer) throws StripeException {
        Instant now = stripe.now().truncatedTo(ChronoUnit.MINUTES);
        return client
                .v1()
                .billing()
                .meters()
                .eventSummaries()
                .list(
                        meter,
                        MeterEventSummaryListParams.builder()
                                .setCustomer(customer)
                                .setStartTime(now.minus(Duration.ofDays(3)).getEpochSecond())
                                .setEndTime(now.plus(Duration.ofDays(3)).getEpochSecond())
                                .build())
                .getData()
                .stream()
                .map(MeterEventSummary::getAggregatedValue)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .longValueExact();
    }

    /** Changes something, so that an event tells of the subscription; plans its end for who will take that back. */
    void touch(StripeDeath death) throws StripeException {
        SubscriptionUpdateParams.Builder change =
                SubscriptionUpdateParams.builder().putMetadata("touched", "yes");
        if (death.step() == StripeStep.KEEP) {
            change.setCancelAtPeriodEnd(true);
        }
        client.v1().subscriptions().update(death.subscription(), change.build());
    }

    /** Customers that Stripe was ever asked for by that organization. */
    List<String> customersOf(StripeDeath death) {
        return stripe.events().stream()
                .filter(event -> event.path("type").asText().equals("customer.created"))
                .map(event -> event.path("data").path("object"))
                .filter(customer -> death.org()
                        .equals(customer.path("metadata")
                                .path(SubscriptionFacts.ORGANIZATION)
                                .asText()))
                .map(customer -> customer.path("id").asText())
                .toList();
    }

    int sessionsOf(String customer) throws StripeException {
        return client.v1()
                .checkout()
                .sessions()
                .list(SessionListParams.builder().setCustomer(customer).build())
                .getData()
                .size();
    }

    /** How many of them can be paid. */
    int openSessionsOf(String customer) throws StripeException {
        return client.v1()
                .checkout()
                .sessions()
                .list(SessionListParams.builder()
                        .setCustomer(customer)
                        .setStatus(SessionListParams.Status.OPEN)
                        .build())
                .getData()
                .size();
    }

    private String price(long amount) throws StripeException {
        return StripePrices.monthly(client, amount);
    }
}
