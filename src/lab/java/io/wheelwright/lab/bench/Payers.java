package io.wheelwright.lab.bench;

import com.stripe.exception.StripeException;
import com.stripe.model.Subscription;
import com.stripe.param.SubscriptionUpdateParams;
import io.wheelwright.lab.stripe.Dunning;
import io.wheelwright.lab.stripe.StripeBuyers;
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

    private static final Map<String, Long> CENTS = Map.of(STARTER, 2900L, GROWTH, 9900L);

    private final StripeLab lab;
    private final StripeBuyers buyers;
    private final Map<String, String> prices = new HashMap<>();
    private final Map<String, String> subscriptions = new HashMap<>();

    Payers(StripeLab lab) {
        this.lab = lab;
        this.buyers = new StripeBuyers(lab);
        lab.dunning(new Dunning(List.of(), Dunning.End.UNPAID));
        CENTS.forEach((plan, cents) -> prices.put(plan, ask(() -> StripePrices.monthly(buyers.client(), cents))));
    }

    /** The price of a plan. */
    String price(String plan) {
        return prices.get(plan);
    }

    void subscribe(String organization) {
        Subscription subscription = ask(() -> buyers.subscribe(buyers.payer(), organization, price(STARTER)));
        subscriptions.put(organization, subscription.getId());
    }

    /** Takes the plan; the difference comes with the next invoice. */
    void changePlan(String organization, String plan) {
        Subscription subscription = subscription(organization);
        ask(() -> buyers.client()
                .v1()
                .subscriptions()
                .update(
                        subscription.getId(),
                        SubscriptionUpdateParams.builder()
                                .addItem(StripeBuyers.item(subscription)
                                        .setPrice(price(plan))
                                        .build())
                                .build()));
    }

    void useCard(String organization, TestCard card) {
        lab.useCard(subscription(organization).getCustomer(), card);
    }

    /** Takes the plan twice, which is to be paid at once. */
    void buyOneMore(String organization) {
        ask(() -> buyers.buy(subscription(organization), 2));
    }

    /** Pays the latest invoice. */
    void pay(String organization) {
        ask(() -> buyers.payLatest(subscriptions.get(organization)));
    }

    private Subscription subscription(String organization) {
        return ask(() -> buyers.client().v1().subscriptions().retrieve(subscriptions.get(organization)));
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
