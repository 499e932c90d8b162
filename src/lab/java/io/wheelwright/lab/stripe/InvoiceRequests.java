package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wheelwright.lab.stripe.Payments.Outcome;
import java.util.ArrayList;
import java.util.List;

/** What requests do with invoices and their payments. */
final class InvoiceRequests {

    private final World world;
    private final Invoices invoices;
    private final Subscriptions subscriptions;
    private final SubscriptionUpdates updates;
    private final Cards cards;

    InvoiceRequests(
            World world, Invoices invoices, Subscriptions subscriptions, SubscriptionUpdates updates, Cards cards) {
        this.world = world;
        this.invoices = invoices;
        this.subscriptions = subscriptions;
        this.updates = updates;
        this.cards = cards;
    }

    ObjectNode list(Params params) {
        params.only(
                "customer",
                "subscription",
                "status",
                "collection_method",
                "created",
                "limit",
                "starting_after",
                "ending_before");
        List<ObjectNode> matching = world.all("invoice").stream()
                .filter(invoice -> Catalog.same(invoice, params, "customer", "status", "collection_method"))
                .filter(invoice -> params.text("subscription") == null
                        || params.text("subscription").equals(Invoices.subscriptionId(invoice)))
                .toList();
        return Page.of("/v1/invoices", matching, params);
    }

    ObjectNode update(String id, Params params) {
        params.only("metadata", "auto_advance", "description");
        ObjectNode invoice = world.get("invoice", id);
        invoice.put(
                "auto_advance",
                params.flag("auto_advance", invoice.get("auto_advance").asBoolean()));
        params.copyTexts(invoice, "description");
        params.mergeMetadata(invoice);
        world.events().emitIfChanged("invoice.updated", invoice);
        return invoice;
    }

    ObjectNode finalizeNow(String id, Params params) {
        params.only("auto_advance");
        ObjectNode invoice = require(id, "draft");
        invoices.open(invoice);
        return invoice;
    }

    ObjectNode pay(String id, Params params) {
        params.only("payment_method", "paid_out_of_band", "off_session", "forgive");
        ObjectNode invoice = world.get("invoice", id);
        if (Invoices.is(invoice, "draft")) {
            invoices.open(invoice);
        }
        if (Invoices.is(invoice, "paid")) {
            throw StripeError.of(400, "invalid_request_error", "invoice_already_paid", null, "Invoice is already paid");
        }
        if (Invoices.is(invoice, "void")) {
            throw StripeError.invalid(null, "You can only pay an invoice if its status is open or uncollectible.");
        }
        if (params.flag("paid_out_of_band", false)) {
            invoices.paid(invoice, true);
            return invoice;
        }
        ObjectNode method = params.has("payment_method")
                ? world.referred("payment_method", params.text("payment_method"), "payment_method")
                : cards.payingFor(invoices.subscription(invoice), world.find(Json.text(invoice, "customer")));
        if (method == null) {
            throw StripeError.invalid(null, "There is no `default_payment_method` set on this Customer or Invoice.");
        }
        Outcome outcome = invoices.collect(invoice, method, false);
        if (outcome != Outcome.PAID) {
            throw Cards.declined(cards.card(method));
        }
        return invoice;
    }

    ObjectNode voidIt(String id, Params params) {
        params.only();
        ObjectNode invoice = require(id, "open", "uncollectible");
        invoices.voidIt(invoice);
        return invoice;
    }

    ObjectNode markUncollectible(String id, Params params) {
        params.only();
        ObjectNode invoice = require(id, "open");
        invoices.markUncollectible(invoice);
        return invoice;
    }

    private ObjectNode require(String id, String... statuses) {
        ObjectNode invoice = world.get("invoice", id);
        if (!List.of(statuses).contains(Json.text(invoice, "status"))) {
            throw StripeError.invalid(
                    null,
                    "The invoice is " + Json.text(invoice, "status") + "; it must be " + String.join(" or ", statuses));
        }
        return invoice;
    }

    /** What the next invoice would be, with the changes that are asked about. */
    ObjectNode preview(Params params) {
        params.only("customer", "subscription", "subscription_details", "preview_mode");
        ObjectNode subscription = world.referred("subscription", params.required("subscription"), "subscription");
        Params details = params.child("subscription_details");
        details.only(
                "items", "proration_behavior", "proration_date", "cancel_now", "cancel_at_period_end", "trial_end");
        List<ObjectNode> lines = new ArrayList<>();
        if (details.flag("cancel_now", false)) {
            long at = details.number("proration_date", world.seconds());
            lines.addAll(subscriptions.credits(subscription, at));
        } else if (details.has("items")) {
            Change change = updates.change(subscription, details);
            lines.addAll(change.lines());
            if (!change.restarts() && !details.text("proration_behavior", "").equals("always_invoice")) {
                lines.addAll(subscriptions.nextPeriod(change.items()));
            }
        } else {
            lines.addAll(subscriptions.nextPeriod(Cycle.itemsOf(subscription)));
        }
        ObjectNode preview = invoices.preview(subscription, "upcoming", lines);
        preview.put("id", world.newId("upcoming_in"));
        return preview;
    }

    ObjectNode lines(String id, Params params) {
        ObjectNode invoice = world.get("invoice", id);
        List<ObjectNode> lines =
                new ArrayList<>(Json.objects(invoice.get("lines").get("data")));
        java.util.Collections.reverse(lines);
        return Page.of("/v1/invoices/" + id + "/lines", lines, params);
    }

    /** Changes of plan that wait for the next invoice. */
    ObjectNode items(Params params) {
        params.only("customer", "pending", "created", "limit", "starting_after", "ending_before");
        List<ObjectNode> waiting = !params.flag("pending", true)
                ? List.of()
                : world.all("subscription").stream()
                        .filter(subscription -> Catalog.same(subscription, params, "customer"))
                        .flatMap(subscription -> subscriptions.pending().peek(subscription).stream()
                                .map(line -> item(subscription, line)))
                        .toList();
        return Page.of("/v1/invoiceitems", waiting, params);
    }

    private static ObjectNode item(ObjectNode subscription, ObjectNode line) {
        return Json.object(
                "id", "ii_" + Json.text(line, "id"),
                "object", "invoiceitem",
                "amount", line.get("amount"),
                "currency", line.get("currency"),
                "customer", subscription.get("customer"),
                "date", line.get("period").get("start"),
                "description", line.get("description"),
                "invoice", null,
                "livemode", line.get("livemode"),
                "parent",
                        Json.object(
                                "type",
                                "subscription_details",
                                "subscription_details",
                                Json.object(
                                        "subscription",
                                        subscription.get("id"),
                                        "subscription_item",
                                        line.get("parent")
                                                .get("subscription_item_details")
                                                .get("subscription_item"))),
                "period", line.get("period"),
                "proration", true,
                "quantity", line.get("quantity"));
    }

    ObjectNode payments(Params params) {
        params.only("invoice", "status", "payment", "limit", "starting_after", "ending_before");
        String intent = params.child("payment").text("payment_intent");
        List<ObjectNode> matching = world.all("invoice_payment").stream()
                .filter(payment -> Catalog.same(payment, params, "invoice", "status"))
                .filter(payment -> intent == null || intent.equals(Json.text(payment.get("payment"), "payment_intent")))
                .toList();
        return Page.of("/v1/invoice_payments", matching, params);
    }

    /** The list that an invoice has when {@code payments} is expanded. */
    JsonNode paymentsOf(String invoice) {
        return payments(Params.parse("limit=100&invoice=" + invoice));
    }
}
