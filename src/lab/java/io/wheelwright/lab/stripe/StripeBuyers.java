package io.wheelwright.lab.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.SubscriptionUpdateParams;

/** Those who buy at the lab's Stripe without the hub, by the API. */
public final class StripeBuyers {

    /** What tells the hub for whom a subscription is. */
    private static final String ORGANIZATION = "wheelwright_org_id";

    private final StripeLab lab;
    private final StripeClient client;

    public StripeBuyers(StripeLab lab) {
        this(lab, lab.apiKey());
    }

    /** With an API key that tells their requests from those of others. */
    public StripeBuyers(StripeLab lab, String key) {
        this.lab = lab;
        this.client = StripeClient.builder()
                .setApiKey(key)
                .setApiBase(lab.url().toString())
                .build();
    }

    /** The client of the account. */
    public StripeClient client() {
        return client;
    }

    /** The id of a new customer, who has no card. */
    public String customer() throws StripeException {
        return customer(null);
    }

    /** The same, that goes by a test clock; null for none. */
    private String customer(String testClock) throws StripeException {
        return client.v1()
                .customers()
                .create(CustomerCreateParams.builder()
                        .setEmail("ada@acme.example")
                        .setTestClock(testClock)
                        .build())
                .getId();
    }

    /** The id of a new customer, whose card pays. */
    public String payer() throws StripeException {
        return payer(null);
    }

    /** The same, that goes by a test clock; null for none. */
    public String payer(String testClock) throws StripeException {
        String customer = customer(testClock);
        lab.useCard(customer, TestCard.VISA);
        return customer;
    }

    /** What a customer is about to buy for an organization, at each of the prices; null for no organization. */
    public static SubscriptionCreateParams.Builder order(String customer, String organization, String... prices) {
        SubscriptionCreateParams.Builder order =
                SubscriptionCreateParams.builder().setCustomer(customer);
        if (organization != null) {
            order.putMetadata(ORGANIZATION, organization);
        }
        for (String price : prices) {
            order.addItem(
                    SubscriptionCreateParams.Item.builder().setPrice(price).build());
        }
        return order;
    }

    public Subscription subscribe(SubscriptionCreateParams.Builder order) throws StripeException {
        return client.v1().subscriptions().create(order.build());
    }

    public Subscription subscribe(String customer, String organization, String... prices) throws StripeException {
        return subscribe(order(customer, organization, prices));
    }

    /** The first item of a subscription, to be changed. */
    public static SubscriptionUpdateParams.Item.Builder item(Subscription subscription) {
        return SubscriptionUpdateParams.Item.builder()
                .setId(subscription.getItems().getData().get(0).getId());
    }

    /** Has this many of its first item from now on, and pays at once for the rest of the period. */
    public Subscription buy(Subscription subscription, long quantity) throws StripeException {
        return client.v1()
                .subscriptions()
                .update(
                        subscription.getId(),
                        SubscriptionUpdateParams.builder()
                                .addItem(
                                        item(subscription).setQuantity(quantity).build())
                                .setProrationBehavior(SubscriptionUpdateParams.ProrationBehavior.ALWAYS_INVOICE)
                                .build());
    }

    /** Pays the latest invoice of a subscription. */
    public Invoice payLatest(String subscription) throws StripeException {
        return client.v1()
                .invoices()
                .pay(lab.object(subscription).path("latest_invoice").asText());
    }
}
