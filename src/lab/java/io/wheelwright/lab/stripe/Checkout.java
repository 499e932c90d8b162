package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checkout sessions for subscriptions. The subscription is made when the customer has paid. */
final class Checkout {

    private static final long SHORTEST = Duration.ofMinutes(30).toSeconds();
    private static final long LONGEST = Duration.ofHours(24).toSeconds();

    private final Account account;
    private final World world;
    private final String baseUrl;
    private final Map<String, Params> asked = new HashMap<>();

    Checkout(Account account, String baseUrl) {
        this.account = account;
        this.world = account.world;
        this.baseUrl = baseUrl;
    }

    ObjectNode create(Params params) {
        params.only(
                "mode",
                "customer",
                "customer_email",
                "line_items",
                "success_url",
                "cancel_url",
                "client_reference_id",
                "metadata",
                "subscription_data",
                "payment_method_collection",
                "payment_method_types",
                "expires_at",
                "locale",
                "allow_promotion_codes",
                "billing_address_collection",
                "customer_update");
        if (!"subscription".equals(params.required("mode"))) {
            throw StripeError.invalid("mode", "The lab's Stripe sells subscriptions only.");
        }
        params.required("success_url");
        Params data = params.child("subscription_data");
        data.only("metadata", "trial_period_days", "trial_end", "trial_settings", "description", "billing_mode");
        if (params.has("customer")) {
            account.customers.referred(params.text("customer"));
        }
        long expires = params.number("expires_at", world.seconds() + LONGEST);
        if (expires < world.seconds() + SHORTEST || expires > world.seconds() + LONGEST) {
            throw StripeError.invalid(
                    "expires_at", "The session must expire between 30 minutes and 24 hours from now.");
        }
        long total = total(params);
        boolean trial = data.has("trial_period_days") || data.has("trial_end");
        String id = world.newId(world.isLive() ? "cs_live" : "cs_test");
        ObjectNode session = Json.object(
                "id",
                id,
                "object",
                "checkout.session",
                "amount_subtotal",
                trial ? 0 : total,
                "amount_total",
                trial ? 0 : total,
                "cancel_url",
                params.text("cancel_url"),
                "client_reference_id",
                params.text("client_reference_id"),
                "created",
                world.seconds(),
                "currency",
                Json.text(price(params.children("line_items").get(0)), "currency"),
                "customer",
                params.text("customer"),
                "customer_details",
                null,
                "customer_email",
                params.text("customer_email"),
                "expires_at",
                expires,
                "invoice",
                null,
                "livemode",
                world.isLive(),
                "locale",
                params.text("locale"),
                "metadata",
                Json.object(),
                "mode",
                "subscription",
                "payment_intent",
                null,
                "payment_method_collection",
                params.choice("payment_method_collection", "always", "if_required"),
                "payment_method_types",
                List.of("card"),
                "payment_status",
                trial ? "no_payment_required" : "unpaid",
                "status",
                "open",
                "subscription",
                null,
                "success_url",
                params.text("success_url"),
                "url",
                baseUrl + "/checkout/" + id);
        params.mergeMetadata(session);
        asked.put(id, params);
        world.at(expires, () -> expireIfOpen(world.find(id)));
        return world.put(session);
    }

    private ObjectNode price(Params line) {
        line.only("price", "quantity");
        return world.referred("price", line.required("price"), line.named("price"));
    }

    private long total(Params params) {
        List<Params> lines = params.children("line_items");
        if (lines.isEmpty()) {
            throw StripeError.missing("line_items");
        }
        long total = 0;
        for (Params line : lines) {
            ObjectNode price = price(line);
            boolean metered = "metered".equals(Json.text(price.path("recurring"), "usage_type"));
            total += metered ? 0 : Items.cost(price, line.number("quantity", 1));
        }
        return total;
    }

    private void expireIfOpen(ObjectNode session) {
        if ("open".equals(Json.text(session, "status"))) {
            session.put("status", "expired").putNull("url");
            world.events().emit("checkout.session.expired", session);
        }
    }

    ObjectNode expire(String id, Params params) {
        params.only();
        ObjectNode session = open(id);
        expireIfOpen(session);
        return session;
    }

    /** The session, which must be open. */
    ObjectNode open(String id) {
        ObjectNode session = world.get("checkout.session", id);
        if (!"open".equals(Json.text(session, "status"))) {
            throw StripeError.invalid(null, "This Checkout Session is " + Json.text(session, "status") + ", not open.");
        }
        return session;
    }

    ObjectNode list(Params params) {
        params.only("customer", "subscription", "status", "created", "limit", "starting_after", "ending_before");
        List<ObjectNode> matching = world.all("checkout.session").stream()
                .filter(session -> Catalog.same(session, params, "customer", "subscription", "status"))
                .toList();
        return Page.of("/v1/checkout/sessions", matching, params);
    }

    /** Whether the customer must give a card. */
    boolean needsCard(ObjectNode session) {
        return Json.number(session, "amount_total") > 0
                || "always".equals(Json.text(session, "payment_method_collection"));
    }

    /**
     * The customer pays, with this card or, where that is allowed, without one; and authenticates, if the card asks. A
     * card that is declined leaves the session open.
     *
     * @return the session, which is complete
     */
    ObjectNode complete(String id, TestCard cardOrNull, String email) {
        ObjectNode session = open(id);
        if (cardOrNull == null && needsCard(session)) {
            throw StripeError.invalid("card", "Give a card.");
        }
        boolean refused =
                cardOrNull != null && !cardOrNull.isPaying() && cardOrNull != TestCard.AUTHENTICATION_REQUIRED;
        if (refused && (!cardOrNull.canBeAttached() || Json.number(session, "amount_total") > 0)) {
            throw Cards.declined(cardOrNull);
        }
        ObjectNode customer = customer(session, email);
        ObjectNode method =
                cardOrNull == null ? null : account.cards.attach(account.cards.create(cardOrNull), customer);
        ObjectNode subscription = subscribe(asked.get(id), customer, method, cardOrNull);
        boolean free = Json.number(session, "amount_total") == 0;
        session.put("status", "complete").put("payment_status", free ? "no_payment_required" : "paid");
        session.put("customer", Json.text(customer, "id")).put("subscription", Json.text(subscription, "id"));
        session.put("invoice", Json.text(subscription, "latest_invoice")).putNull("url");
        session.set(
                "customer_details",
                Json.object("email", Json.text(customer, "email"), "name", Json.text(customer, "name")));
        world.events().emit("checkout.session.completed", session);
        return session;
    }

    private ObjectNode customer(ObjectNode session, String email) {
        if (Json.isSet(session, "customer")) {
            return account.customers.living(Json.text(session, "customer"));
        }
        String given = Json.isSet(session, "customer_email") ? Json.text(session, "customer_email") : email;
        return account.customers.create(Params.of(Json.object("email", given == null ? "" : given)));
    }

    private ObjectNode subscribe(Params session, ObjectNode customer, ObjectNode method, TestCard card) {
        ObjectNode request = ((ObjectNode) session.child("subscription_data").tree()).deepCopy();
        request.put("customer", Json.text(customer, "id"));
        request.set("items", session.child("line_items").tree());
        boolean asks = card == TestCard.AUTHENTICATION_REQUIRED;
        if (method != null) {
            request.put("default_payment_method", Json.text(method, "id"));
            request.put("payment_behavior", asks ? "default_incomplete" : "allow_incomplete");
        }
        ObjectNode subscription = account.subscriptions.create(Params.of(request));
        ObjectNode invoice = world.find(Json.text(subscription, "latest_invoice"));
        if (asks && Invoices.is(invoice, "open")) {
            account.invoices.authenticate(invoice);
        }
        return subscription;
    }
}
