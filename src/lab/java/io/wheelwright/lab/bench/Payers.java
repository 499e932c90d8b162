package io.wheelwright.lab.bench;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.SubscriptionUpdateParams.ProrationBehavior;
import io.wheelwright.lab.stripe.Dunning;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.lab.stripe.StripePrices;
import io.wheelwright.lab.stripe.TestCard;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Customers of Stripe, one for each organization, and what they do there, by the API. A payment that fails is not tried
 * again: the subscription is unpaid at once.
 */
final class Payers {

    static final String STARTER = "starter";
    static final String GROWTH = "growth";

    /** What tells the hub for whom a subscription is. */
    private static final String ORGANIZATION = "wheelwright_org_id";

    private static final Map<String, Long> CENTS = Map.of(STARTER, 2900L, GROWTH, 9900L);

    private final StripeLab lab;
    private final StripeClient client;
    private final Map<String, String> prices = new HashMap<>();
    private final Map<String, String> subscriptions = new HashMap<>();

    Payers(StripeLab lab) {
        this.lab = lab;
        this.client = StripeClient.builder()
                .setApiKey(lab.apiKey())
                .setApiBase(lab.url().toString())
                .build();
        lab.dunning(new Dunning(List.of(), Dunning.End.UNPAID));
        CENTS.forEach((plan, cents) -> prices.put(plan, ask(() -> StripePrices.monthly(client, cents))));
    }

    /** The price of a plan. */
    String price(String plan) {
        return prices.get(plan);
    }

    void subscribe(String organization) {
        String customer = ask(() -> client.v1()
                        .customers()
                        .create(CustomerCreateParams.builder()
                                .setEmail("it@" + organization + ".example")
                                .build()))
                .getId();
        lab.useCard(customer, TestCard.VISA);
        Subscription subscription = ask(() -> client.v1()
                .subscriptions()
                .create(SubscriptionCreateParams.builder()
                        .setCustomer(customer)
                        .putMetadata(ORGANIZATION, organization)
                        .addItem(SubscriptionCreateParams.Item.builder()
                                .setPrice(price(STARTER))
                                .build())
                        .build()));
        subscriptions.put(organization, subscription.getId());
    }

    /** Takes the plan; the difference comes with the next invoice. */
    void changePlan(String organization, String plan) {
        Subscription subscription = subscription(organization);
        ask(() -> client.v1()
                .subscriptions()
                .update(
                        subscription.getId(),
                        SubscriptionUpdateParams.builder()
                                .addItem(
                                        item(subscription).setPrice(price(plan)).build())
                                .build()));
    }

    void useCard(String organization, TestCard card) {
        lab.useCard(subscription(organization).getCustomer(), card);
    }

    /** Takes the plan twice, which is to be paid at once. */
    void buyOneMore(String organization) {
        Subscription subscription = subscription(organization);
        ask(() -> client.v1()
                .subscriptions()
                .update(
                        subscription.getId(),
                        SubscriptionUpdateParams.builder()
                                .addItem(item(subscription).setQuantity(2L).build())
                                .setProrationBehavior(ProrationBehavior.ALWAYS_INVOICE)
                                .build()));
    }

    /** Pays the latest invoice. */
    void pay(String organization) {
        String invoice = subscription(organization).getLatestInvoice();
        ask(() -> client.v1().invoices().pay(invoice));
    }

    private Subscription subscription(String organization) {
        return ask(() -> client.v1().subscriptions().retrieve(subscriptions.get(organization)));
    }

    private static SubscriptionUpdateParams.Item.Builder item(Subscription subscription) {
        return SubscriptionUpdateParams.Item.builder()
                .setId(subscription.getItems().getData().get(0).getId());
    }

    private interface Question<T> {
        T ask() throws StripeException;
    }

    private static <T> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (StripeException e) {
            throw new IllegalStateException("the lab's Stripe refuses", e);
        }
    }
}
