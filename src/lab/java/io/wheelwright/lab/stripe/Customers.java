package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;

/** Customers and their balance: below zero is what the account owes them. */
final class Customers {

    private final World world;
    private final Cards cards;
    private Consumer<ObjectNode> onDelete = customer -> {};

    Customers(World world, Cards cards) {
        this.world = world;
        this.cards = cards;
    }

    void onDelete(Consumer<ObjectNode> next) {
        onDelete = next;
    }

    ObjectNode create(Params params) {
        params.only(
                "email",
                "name",
                "description",
                "metadata",
                "payment_method",
                "invoice_settings",
                "preferred_locales",
                "phone",
                "address",
                "balance",
                "test_clock");
        ObjectNode customer = Json.object(
                "id",
                world.newId("cus"),
                "object",
                "customer",
                "address",
                null,
                "balance",
                params.number("balance", 0),
                "created",
                world.seconds(),
                "currency",
                null,
                "default_source",
                null,
                "delinquent",
                false,
                "description",
                null,
                "email",
                null,
                "invoice_prefix",
                World.randomLetters(8).toUpperCase(java.util.Locale.ROOT),
                "invoice_settings",
                Json.object("custom_fields", null, "default_payment_method", null, "footer", null),
                "livemode",
                world.isLive(),
                "metadata",
                Json.object(),
                "name",
                null,
                "phone",
                null,
                "preferred_locales",
                params.texts("preferred_locales"),
                "shipping",
                null,
                "tax_exempt",
                "none",
                "test_clock",
                params.has("test_clock")
                        ? Json.text(
                                world.referred("test_helpers.test_clock", params.text("test_clock"), "test_clock"),
                                "id")
                        : null);
        fill(customer, params);
        ObjectNode method = params.has("payment_method") ? method(params.text("payment_method")) : null;
        world.put(customer);
        world.events().emit("customer.created", customer);
        if (method != null) {
            cards.attach(method, customer);
        }
        setDefault(customer, params);
        return customer;
    }

    private ObjectNode method(String idOrToken) {
        ObjectNode method = TestCard.ofToken(idOrToken)
                .map(cards::create)
                .orElseGet(() -> world.referred("payment_method", idOrToken, "payment_method"));
        if (!cards.card(method).canBeAttached()) {
            throw Cards.declined(cards.card(method));
        }
        return method;
    }

    private void fill(ObjectNode customer, Params params) {
        params.child("invoice_settings").only("default_payment_method");
        params.copyTexts(customer, "email", "name", "description", "phone");
        if (params.has("address")) {
            customer.set(
                    "address",
                    params.isCleared("address") ? null : params.child("address").tree());
        }
        params.mergeMetadata(customer);
    }

    ObjectNode update(String id, Params params) {
        params.only(
                "email",
                "name",
                "description",
                "metadata",
                "invoice_settings",
                "preferred_locales",
                "phone",
                "address",
                "balance");
        ObjectNode customer = living(id);
        fill(customer, params);
        customer.put("balance", params.number("balance", Json.number(customer, "balance")));
        setDefault(customer, params);
        world.events().emitIfChanged("customer.updated", customer);
        return customer;
    }

    /** Makes a card the customer's default; a ready-made one stands for the card that was made from it. */
    private void setDefault(ObjectNode customer, Params params) {
        Params settings = params.child("invoice_settings");
        if (!settings.has("default_payment_method")) {
            return;
        }
        String id = settings.text("default_payment_method");
        ObjectNode method = id == null ? null : ownMethod(customer, id);
        if (id != null && method == null) {
            throw StripeError.noSuch(400, "payment_method", id, "invoice_settings[default_payment_method]");
        }
        ((ObjectNode) customer.get("invoice_settings"))
                .put("default_payment_method", method == null ? null : Json.text(method, "id"));
        world.events().emitIfChanged("customer.updated", customer);
    }

    private ObjectNode ownMethod(ObjectNode customer, String idOrToken) {
        return world.all("payment_method").stream()
                .filter(method -> Json.text(customer, "id").equals(Json.text(method, "customer")))
                .filter(method -> Json.text(method, "id").equals(idOrToken)
                        || TestCard.ofToken(idOrToken)
                                .map(cards.card(method)::equals)
                                .orElse(false))
                .findFirst()
                .orElse(null);
    }

    /** Makes a new card of this behavior the customer's default, even one that Stripe would not attach. */
    void useCard(ObjectNode customer, TestCard card) {
        ObjectNode method = cards.attach(cards.create(card), customer);
        ((ObjectNode) customer.get("invoice_settings")).put("default_payment_method", Json.text(method, "id"));
        world.events().emitIfChanged("customer.updated", customer);
    }

    /** A customer that is not deleted; one that is cannot be changed. */
    ObjectNode living(String id) {
        ObjectNode customer = world.get("customer", id);
        if (customer.path("deleted").asBoolean()) {
            throw StripeError.noSuch(404, "customer", id, "id");
        }
        return customer;
    }

    ObjectNode referred(String id) {
        ObjectNode customer = world.referred("customer", id, "customer");
        if (customer.path("deleted").asBoolean()) {
            throw StripeError.noSuch(400, "customer", id, "customer");
        }
        return customer;
    }

    ObjectNode delete(String id) {
        ObjectNode customer = living(id);
        onDelete.accept(customer);
        ObjectNode deleted = Json.object("id", id, "object", "customer", "deleted", true);
        world.put(deleted);
        world.events().emit("customer.deleted", customer);
        return deleted;
    }

    ObjectNode list(Params params) {
        params.only("email", "created", "limit", "starting_after", "ending_before");
        List<ObjectNode> matching = world.all("customer").stream()
                .filter(customer -> !customer.path("deleted").asBoolean())
                .filter(customer -> Catalog.same(customer, params, "email"))
                .toList();
        return Page.of("/v1/customers", matching, params);
    }

    ObjectNode changeBalance(String id, Params params) {
        params.only("amount", "currency", "description", "metadata");
        params.required("amount");
        params.required("currency");
        ObjectNode customer = living(id);
        return changeBalance(customer, params.number("amount"), params.text("currency"), "adjustment");
    }

    ObjectNode changeBalance(ObjectNode customer, long amount, String currency, String type) {
        long ending = Json.number(customer, "balance") + amount;
        customer.put("balance", ending);
        world.events().emit("customer.updated", customer);
        return world.put(Json.object(
                "id",
                world.newId("cbtxn"),
                "object",
                "customer_balance_transaction",
                "amount",
                amount,
                "created",
                world.seconds(),
                "credit_note",
                null,
                "currency",
                currency,
                "customer",
                Json.text(customer, "id"),
                "description",
                null,
                "ending_balance",
                ending,
                "invoice",
                null,
                "livemode",
                world.isLive(),
                "metadata",
                Json.object(),
                "type",
                type));
    }

    ObjectNode listBalance(String id, Params params) {
        params.only("limit", "starting_after", "ending_before", "created");
        List<ObjectNode> matching = world.all("customer_balance_transaction").stream()
                .filter(line -> id.equals(Json.text(line, "customer")))
                .toList();
        return Page.of("/v1/customers/" + id + "/balance_transactions", matching, params);
    }
}
