package io.wheelwright.fault;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.checkout.SessionListParams;
import io.wheelwright.billing.stripe.SubscriptionFacts;
import io.wheelwright.lab.stripe.StripeLab;
import io.wheelwright.lab.stripe.StripePrices;
import io.wheelwright.lab.stripe.TestCard;
import java.util.List;

/** What is sold at the lab's Stripe, and those who buy it there without the hub. */
final class StripeShop {

    private final StripeLab stripe;
    private final StripeClient client;
    private final String growth;
    private final String scale;

    StripeShop(StripeLab stripe) throws StripeException {
        this.stripe = stripe;
        client = StripeClient.builder()
                .setApiKey(stripe.apiKey())
                .setApiBase(stripe.url().toString())
                .build();
        growth = price(StripeStep.GROWTH);
        scale = price(StripeStep.SCALE);
    }

    /** What is added to a Product, for it to sell both plans. */
    String plans() {
        return """
                    - {id: growth, displayName: Growth, stripePriceId: %s, price: {amount: %d, currency: USD}}
                    - {id: scale, displayName: Scale, stripePriceId: %s, price: {amount: %d, currency: USD}}
                """.formatted(growth, StripeStep.GROWTH, scale, StripeStep.SCALE);
    }

    /** The price of the larger plan. */
    String scale() {
        return scale;
    }

    void subscribe(StripeDeath death, String orgUid) throws StripeException {
        String customer = client.v1()
                .customers()
                .create(CustomerCreateParams.builder().setName(death.org()).build())
                .getId();
        stripe.useCard(customer, TestCard.VISA);
        Subscription subscription = client.v1()
                .subscriptions()
                .create(SubscriptionCreateParams.builder()
                        .setCustomer(customer)
                        .putMetadata(SubscriptionFacts.ORGANIZATION, death.org())
                        .putMetadata(SubscriptionFacts.ORGANIZATION_UID, orgUid)
                        .addItem(SubscriptionCreateParams.Item.builder()
                                .setPrice(growth)
                                .build())
                        .build());
        death.subscribed(customer, subscription.getId());
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

    private String price(long amount) throws StripeException {
        return StripePrices.monthly(client, amount);
    }
}
