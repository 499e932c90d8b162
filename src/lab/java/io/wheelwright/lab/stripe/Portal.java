package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The customer portal: sessions, and what a customer does there. */
final class Portal {

    private final Account account;
    private final World world;
    private final String baseUrl;
    private final Map<String, ObjectNode> byToken = new HashMap<>();

    Portal(Account account, String baseUrl) {
        this.account = account;
        this.world = account.world;
        this.baseUrl = baseUrl;
    }

    ObjectNode create(Params params) {
        params.only("customer", "return_url", "configuration", "locale");
        ObjectNode customer = account.customers.referred(params.required("customer"));
        String token = World.randomLetters(32);
        ObjectNode session = world.put(Json.object(
                "id", world.newId("bps"),
                "object", "billing_portal.session",
                "configuration", params.text("configuration", "bpc_lab"),
                "created", world.seconds(),
                "customer", Json.text(customer, "id"),
                "flow", null,
                "livemode", world.isLive(),
                "locale", params.text("locale"),
                "on_behalf_of", null,
                "return_url", params.text("return_url"),
                "url", baseUrl + "/portal/" + token));
        byToken.put(token, session);
        world.events().emit("billing_portal.session.created", session);
        return session;
    }

    ObjectNode session(String token) {
        ObjectNode session = byToken.get(token);
        if (session == null) {
            throw StripeError.noSuch(404, "session", token, "id");
        }
        return session;
    }

    List<ObjectNode> subscriptions(String customer) {
        return world.all("subscription").stream()
                .filter(one -> customer.equals(Json.text(one, "customer")))
                .toList();
    }

    List<ObjectNode> openInvoices(String customer) {
        return world.all("invoice").stream()
                .filter(one -> customer.equals(Json.text(one, "customer")) && Invoices.is(one, "open"))
                .toList();
    }

    /** Ends a subscription with its period, in the shape that its billing mode gives that. */
    void cancel(String id) {
        ObjectNode subscription = running(id);
        boolean classic = "classic".equals(Json.text(subscription.get("billing_mode"), "type"));
        plan(subscription, Cancellation.periodEnd(subscription, true), classic);
    }

    /** Takes the end back. */
    void keep(String id) {
        plan(running(id), null, false);
    }

    private ObjectNode running(String id) {
        ObjectNode subscription = world.get("subscription", id);
        if (!Cycle.isRunning(subscription)) {
            throw StripeError.invalid(null, "The subscription is " + Cycle.status(subscription) + ".");
        }
        return subscription;
    }

    private void plan(ObjectNode subscription, Long at, boolean atPeriodEnd) {
        new Cancellation(world).plan(subscription, at, atPeriodEnd);
        account.subscriptions.cycle().schedule(subscription);
        world.events().emitIfChanged("customer.subscription.updated", subscription);
    }

    /** Gives the customer a card, and pays with it what is open. */
    void changeCard(String customerId, TestCard card) {
        if (!card.canBeAttached()) {
            throw Cards.declined(card);
        }
        ObjectNode customer = account.customers.living(customerId);
        account.customers.useCard(customer, card);
        for (ObjectNode subscription : subscriptions(customerId)) {
            if (Json.isSet(subscription, "default_payment_method") && Cycle.isRunning(subscription)) {
                subscription.put(
                        "default_payment_method",
                        Json.text(customer.get("invoice_settings"), "default_payment_method"));
                world.events().emitIfChanged("customer.subscription.updated", subscription);
            }
        }
    }

    /** Pays an open invoice with the customer's card, and authenticates if that is asked. */
    void pay(String id) {
        ObjectNode invoice = world.get("invoice", id);
        ObjectNode method = account.cards.payingFor(
                account.invoices.subscription(invoice), world.find(Json.text(invoice, "customer")));
        if (method != null && account.cards.card(method) == TestCard.AUTHENTICATION_REQUIRED) {
            account.invoices.authenticate(invoice);
        } else {
            account.invoiceRequests.pay(id, Params.of(Json.object()));
        }
    }
}
