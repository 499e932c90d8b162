package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Price;
import com.stripe.model.Subscription;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.ProductCreateParams;
import com.stripe.param.SubscriptionCreateParams;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A Stripe that starts on 31 January 2026, and the client that the hub uses too. */
abstract class OnStripeLab {

    static final Instant START = Instant.parse("2026-01-31T10:00:00Z");

    final StripeLab lab = StripeLab.start(0, Clock.fixed(START, ZoneOffset.UTC));
    final StripeClient stripe = client(lab.apiKey());

    StripeClient client(String key) {
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase(lab.url().toString())
                .setConnectBase(lab.url().toString())
                .setFilesBase(lab.url().toString())
                .setMeterEventsBase(lab.url().toString())
                .setMaxNetworkRetries(0)
                .build();
    }

    @AfterEach
    void endStripe() {
        lab.close();
    }

    Customer customer(TestCard card) throws StripeException {
        Customer customer = stripe.v1()
                .customers()
                .create(CustomerCreateParams.builder()
                        .setEmail("ann@acme.example")
                        .setName("Ann")
                        .putMetadata("org", "acme")
                        .build());
        if (card != null) {
            lab.useCard(customer.getId(), card);
        }
        return customer;
    }

    Price monthly(long amount) throws StripeException {
        return price(amount, PriceCreateParams.Recurring.Interval.MONTH);
    }

    Price price(long amount, PriceCreateParams.Recurring.Interval interval) throws StripeException {
        String product = stripe.v1()
                .products()
                .create(ProductCreateParams.builder().setName("Plan").build())
                .getId();
        return stripe.v1()
                .prices()
                .create(PriceCreateParams.builder()
                        .setProduct(product)
                        .setCurrency("usd")
                        .setUnitAmount(amount)
                        .setRecurring(PriceCreateParams.Recurring.builder()
                                .setInterval(interval)
                                .build())
                        .build());
    }

    SubscriptionCreateParams.Builder subscribing(Customer customer, Price price) {
        return SubscriptionCreateParams.builder()
                .setCustomer(customer.getId())
                .putMetadata("org", "acme")
                .addExpand("latest_invoice.payments")
                .addItem(SubscriptionCreateParams.Item.builder()
                        .setPrice(price.getId())
                        .build());
    }

    Subscription subscribe(Customer customer, Price price) throws StripeException {
        return stripe.v1().subscriptions().create(subscribing(customer, price).build());
    }

    Subscription read(Subscription subscription) throws StripeException {
        return stripe.v1().subscriptions().retrieve(subscription.getId());
    }

    /** The types of all events from a place on, in order. */
    List<String> types(int from) {
        List<JsonNode> all = lab.events();
        return all.subList(from, all.size()).stream()
                .map(event -> event.get("type").asText())
                .toList();
    }
}
