package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wheelwright.lab.stripe.Payments.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How requests make, list, end and resume subscriptions. */
final class Subscriptions {

    static final String[] BEHAVIORS = {
        "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"
    };

    private final World world;
    private final Customers customers;
    private final Cards cards;
    private final Payments payments;
    private final Invoices invoices;
    private final Items items;
    private final Pending pending;
    private final Cycle cycle;

    Subscriptions(World world, Customers customers, Cards cards, Payments payments, Invoices invoices, Items items) {
        this.world = world;
        this.customers = customers;
        this.cards = cards;
        this.payments = payments;
        this.invoices = invoices;
        this.items = items;
        this.pending = new Pending(world, cards, invoices);
        this.cycle = new Cycle(world, invoices, items, pending);
        customers.onDelete(this::customerDeleted);
    }

    Cycle cycle() {
        return cycle;
    }

    Pending pending() {
        return pending;
    }

    private void customerDeleted(ObjectNode customer) {
        world.all("subscription").stream()
                .filter(one -> Json.text(customer, "id").equals(Json.text(one, "customer")))
                .filter(one -> !isOver(one))
                .forEach(one -> cycle.cancel(one, "cancellation_requested"));
    }

    static boolean isOver(ObjectNode subscription) {
        return Set.of("canceled", "incomplete_expired").contains(Cycle.status(subscription));
    }

    ObjectNode create(Params params) {
        params.only(
                "customer",
                "items",
                "trial_period_days",
                "trial_end",
                "payment_behavior",
                "default_payment_method",
                "metadata",
                "billing_mode",
                "cancel_at_period_end",
                "cancel_at",
                "collection_method",
                "days_until_due",
                "trial_settings",
                "proration_behavior",
                "payment_settings",
                "description",
                "off_session",
                "currency");
        ObjectNode customer = customers.referred(params.required("customer"));
        List<Params> asked = params.children("items");
        if (asked.isEmpty()) {
            throw StripeError.missing("items");
        }
        ObjectNode subscription = shape(customer, params);
        List<ObjectNode> made = new ArrayList<>();
        asked.forEach(item -> made.add(items.create(Json.text(subscription, "id"), item)));
        ((ObjectNode) subscription.get("items")).set("data", Json.array(made));
        subscription.put("currency", Json.text(made.get(0).get("price"), "currency"));
        String behavior = params.choice("payment_behavior", BEHAVIORS);
        if (behavior.equals("error_if_incomplete") && !Json.isSet(subscription, "trial_end")) {
            requirePayable(
                    subscription,
                    items.advance(free(made)).stream()
                            .mapToLong(l -> Json.number(l, "amount"))
                            .sum());
        }
        world.put(subscription);
        cycle.begin(subscription, !behavior.equals("default_incomplete"));
        if (params.flag("cancel_at_period_end", false) || params.has("cancel_at")) {
            new Cancellation(world).change(subscription, params);
            cycle.schedule(subscription);
            world.events().emitIfChanged("customer.subscription.updated", subscription);
        }
        return subscription;
    }

    /** Copies whose periods do not matter, to know what they cost. */
    private List<ObjectNode> free(List<ObjectNode> made) {
        List<ObjectNode> copies = made.stream().map(ObjectNode::deepCopy).toList();
        copies.forEach(item -> Items.startPeriod(item, world.seconds(), world.seconds()));
        return copies;
    }

    void requirePayable(ObjectNode subscription, long amount) {
        ObjectNode customer = world.find(Json.text(subscription, "customer"));
        ObjectNode method = cards.payingFor(subscription, customer);
        if (amount > 0 && payments.foresee(method) != Outcome.PAID) {
            throw method == null
                    ? StripeError.invalid(
                            null, "This customer has no attached payment source or default payment method.")
                    : Cards.declined(cards.card(method));
        }
    }

    private ObjectNode shape(ObjectNode customer, Params params) {
        Params end = params.child("trial_settings").child("end_behavior");
        Long trialEnd = trialEnd(params);
        ObjectNode subscription = Json.object(
                "id",
                world.newId("sub"),
                "object",
                "subscription",
                "application",
                null,
                "automatic_tax",
                Json.object("enabled", false),
                "billing_cycle_anchor",
                trialEnd == null ? world.seconds() : trialEnd,
                "billing_mode",
                Json.object("type", params.child("billing_mode").choice("type", "flexible", "classic")),
                "cancel_at",
                null,
                "cancel_at_period_end",
                false,
                "canceled_at",
                null,
                "cancellation_details",
                Json.object("comment", null, "feedback", null, "reason", null),
                "collection_method",
                params.choice("collection_method", "charge_automatically", "send_invoice"),
                "created",
                world.seconds(),
                "currency",
                null,
                "customer",
                Json.text(customer, "id"),
                "days_until_due",
                params.number("days_until_due"),
                "default_payment_method",
                ownMethod(customer, params),
                "description",
                params.text("description"),
                "discounts",
                List.of(),
                "ended_at",
                null,
                "items",
                Json.list("/v1/subscription_items", List.of()),
                "latest_invoice",
                null,
                "livemode",
                world.isLive(),
                "metadata",
                Json.object(),
                "pause_collection",
                null,
                "pending_setup_intent",
                null,
                "pending_update",
                null,
                "schedule",
                null,
                "start_date",
                world.seconds(),
                "status",
                "incomplete",
                "test_clock",
                Json.text(customer, "test_clock"),
                "trial_end",
                trialEnd,
                "trial_settings",
                Json.object(
                        "end_behavior",
                        Json.object(
                                "missing_payment_method",
                                end.choice("missing_payment_method", "create_invoice", "cancel", "pause"))),
                "trial_start",
                trialEnd == null ? null : world.seconds());
        params.mergeMetadata(subscription);
        return subscription;
    }

    Long trialEnd(Params params) {
        if (params.has("trial_period_days")) {
            return world.seconds()
                    + Duration.ofDays(params.number("trial_period_days")).toSeconds();
        }
        if (params.text("trial_end") == null || params.text("trial_end").equals("now")) {
            return null;
        }
        if (params.number("trial_end") <= world.seconds()) {
            throw StripeError.invalid("trial_end", "The trial end must be in the future.");
        }
        return params.number("trial_end");
    }

    String ownMethod(ObjectNode customer, Params params) {
        String id = params.text("default_payment_method");
        if (id == null) {
            return null;
        }
        ObjectNode method = world.referred("payment_method", id, "default_payment_method");
        if (!Json.text(customer, "id").equals(Json.text(method, "customer"))) {
            throw StripeError.invalid(
                    "default_payment_method", "The customer does not have a payment method with the ID " + id + ".");
        }
        return id;
    }

    ObjectNode list(Params params) {
        params.only("customer", "status", "price", "created", "limit", "starting_after", "ending_before");
        String status = params.choice(
                "status",
                "",
                "all",
                "ended",
                "incomplete",
                "incomplete_expired",
                "trialing",
                "active",
                "past_due",
                "canceled",
                "unpaid",
                "paused");
        List<ObjectNode> matching = world.all("subscription").stream()
                .filter(one -> Catalog.same(one, params, "customer"))
                .filter(one -> params.text("price") == null
                        || Cycle.itemsOf(one).stream()
                                .anyMatch(item -> params.text("price").equals(Json.text(item.get("price"), "id"))))
                .filter(one -> switch (status) {
                    case "all" -> true;
                    case "" -> !Cycle.status(one).equals("canceled");
                    case "ended" -> isOver(one);
                    default -> Cycle.status(one).equals(status);
                })
                .toList();
        return Page.of("/v1/subscriptions", matching, params);
    }

    ObjectNode cancel(String id, Params params) {
        params.only("invoice_now", "prorate", "cancellation_details");
        ObjectNode subscription = world.get("subscription", id);
        if (isOver(subscription)) {
            throw StripeError.noSuch(404, "subscription", id, "id");
        }
        params.child("cancellation_details")
                .copyTexts((ObjectNode) subscription.get("cancellation_details"), "comment", "feedback");
        List<ObjectNode> lines = cancelLines(subscription, params);
        if (!lines.isEmpty()) {
            ObjectNode invoice = invoices.draft(subscription, "manual", lines);
            invoices.open(invoice);
            if (Invoices.is(invoice, "open")) {
                invoices.collect(invoice, false);
            }
        }
        cycle.cancel(subscription, "cancellation_requested");
        return subscription;
    }

    /** What a cancellation now puts on a last invoice: usage if it is invoiced, a credit if it is prorated too. */
    List<ObjectNode> cancelLines(ObjectNode subscription, Params params) {
        List<ObjectNode> lines = new ArrayList<>();
        if (params.flag("invoice_now", false)) {
            lines.addAll(pending.take(subscription));
            lines.addAll(items.usage(Json.text(subscription, "customer"), Cycle.itemsOf(subscription)));
        }
        if (params.flag("prorate", false) && !Cycle.status(subscription).equals("trialing")) {
            lines.addAll(credits(subscription, world.seconds()));
        }
        return params.flag("invoice_now", false) ? lines : List.of();
    }

    /** What is given back for the time that is left. */
    List<ObjectNode> credits(ObjectNode subscription, long at) {
        return Cycle.itemsOf(subscription).stream()
                .filter(item -> !Items.isMetered(item))
                .map(item -> items.proration(item, at, -1))
                .toList();
    }

    /** What the period after the current one will cost in advance. */
    List<ObjectNode> nextPeriod(List<ObjectNode> current) {
        List<ObjectNode> next = current.stream().map(ObjectNode::deepCopy).toList();
        next.forEach(item -> {
            long end = Json.number(item, "current_period_end");
            Items.startPeriod(item, end, end);
        });
        return items.advance(next);
    }

    ObjectNode resume(String id, Params params) {
        params.only("billing_cycle_anchor", "proration_behavior", "proration_date");
        ObjectNode subscription = world.get("subscription", id);
        if (!Cycle.status(subscription).equals("paused")) {
            throw StripeError.invalid("id", "Only subscriptions with status paused can be resumed.");
        }
        cycle.restart(subscription);
        subscription.put("status", "active");
        ObjectNode invoice =
                invoices.draft(subscription, "subscription_cycle", items.advance(Cycle.itemsOf(subscription)));
        invoices.open(invoice);
        if (Invoices.is(invoice, "open")) {
            invoices.collect(invoice, true);
        }
        cycle.schedule(subscription);
        world.events().emit("customer.subscription.resumed", subscription);
        world.events().emitIfChanged("customer.subscription.updated", subscription);
        return subscription;
    }
}
