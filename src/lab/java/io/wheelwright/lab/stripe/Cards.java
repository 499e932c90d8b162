package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Payment methods: test cards of customers. */
final class Cards {

    private final World world;
    private final Map<String, TestCard> cards = new HashMap<>();

    Cards(World world) {
        this.world = world;
    }

    ObjectNode create(Params params) {
        params.only("type", "card", "billing_details", "metadata");
        params.child("card").only("number", "exp_month", "exp_year", "cvc", "token");
        String number = params.child("card").required("number");
        return create(TestCard.ofNumber(number)
                .orElseThrow(() -> StripeError.of(
                        402, "card_error", "incorrect_number", "number", "Your card number is incorrect.")));
    }

    ObjectNode create(TestCard card) {
        ObjectNode method = Json.object(
                "id", world.newId("pm"),
                "object", "payment_method",
                "allow_redisplay", "unspecified",
                "billing_details", Json.object("address", null, "email", null, "name", null, "phone", null),
                "card",
                        Json.object(
                                "brand",
                                "visa",
                                "country",
                                "US",
                                "exp_month",
                                12,
                                "exp_year",
                                2050,
                                "funding",
                                "credit",
                                "last4",
                                card.number().substring(12)),
                "created", world.seconds(),
                "customer", null,
                "livemode", world.isLive(),
                "metadata", Json.object(),
                "type", "card");
        cards.put(Json.text(method, "id"), card);
        return world.put(method);
    }

    TestCard card(ObjectNode method) {
        return cards.get(Json.text(method, "id"));
    }

    /** Gives a customer a payment method, by its id or by the name of a ready-made one. */
    ObjectNode attach(String idOrToken, Params params) {
        params.only("customer");
        ObjectNode customer = world.referred("customer", params.required("customer"), "customer");
        ObjectNode method =
                TestCard.ofToken(idOrToken).map(this::create).orElseGet(() -> world.get("payment_method", idOrToken));
        if (!card(method).canBeAttached()) {
            throw declined(card(method));
        }
        return attach(method, customer);
    }

    /** Gives a customer a card without Stripe's check, so that a declined one can be tried too. */
    ObjectNode attach(ObjectNode method, ObjectNode customer) {
        method.put("customer", Json.text(customer, "id"));
        world.events().emit("payment_method.attached", method);
        return method;
    }

    ObjectNode detach(String id) {
        ObjectNode method = world.get("payment_method", id);
        ObjectNode customer = world.find(Json.text(method, "customer"));
        method.putNull("customer");
        if (customer != null && id.equals(Json.text(customer.get("invoice_settings"), "default_payment_method"))) {
            ((ObjectNode) customer.get("invoice_settings")).putNull("default_payment_method");
            world.events().emit("customer.updated", customer);
        }
        world.events().emit("payment_method.detached", method);
        return method;
    }

    ObjectNode list(String url, String customer, Params params) {
        params.only("customer", "type", "limit", "starting_after", "ending_before");
        List<ObjectNode> matching = world.all("payment_method").stream()
                .filter(method -> customer != null && customer.equals(Json.text(method, "customer")))
                .toList();
        return Page.of(url, matching, params);
    }

    /** What pays for a subscription: its own method before its customer's; null if there is none. */
    ObjectNode payingFor(ObjectNode subscriptionOrNull, ObjectNode customer) {
        String own = subscriptionOrNull == null ? null : Json.text(subscriptionOrNull, "default_payment_method");
        ObjectNode method =
                world.find(own != null ? own : Json.text(customer.path("invoice_settings"), "default_payment_method"));
        return method != null && Json.isSet(method, "customer") ? method : null;
    }

    static StripeError declined(TestCard card) {
        return StripeError.declined(
                card.declineCode(),
                card == TestCard.INSUFFICIENT_FUNDS ? "Your card has insufficient funds." : "Your card was declined.");
    }
}
