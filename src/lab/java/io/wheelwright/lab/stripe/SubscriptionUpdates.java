package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wheelwright.lab.stripe.Payments.Outcome;
import java.util.ArrayList;
import java.util.List;

/** How requests change subscriptions. */
final class SubscriptionUpdates {

    private static final String[] PRORATIONS = {"create_prorations", "always_invoice", "none"};

    private final World world;
    private final Subscriptions subscriptions;
    private final Cards cards;
    private final Payments payments;
    private final Invoices invoices;
    private final Items items;
    private final Pending pending;
    private final Cycle cycle;
    private final Cancellation cancellation;

    SubscriptionUpdates(
            World world, Subscriptions subscriptions, Cards cards, Payments payments, Invoices invoices, Items items) {
        this.world = world;
        this.subscriptions = subscriptions;
        this.cards = cards;
        this.payments = payments;
        this.invoices = invoices;
        this.items = items;
        this.pending = subscriptions.pending();
        this.cycle = subscriptions.cycle();
        this.cancellation = new Cancellation(world);
    }

    ObjectNode update(String id, Params params) {
        params.only(
                "items",
                "proration_behavior",
                "proration_date",
                "payment_behavior",
                "cancel_at_period_end",
                "cancel_at",
                "metadata",
                "trial_end",
                "pause_collection",
                "default_payment_method",
                "cancellation_details",
                "trial_settings",
                "off_session",
                "description",
                "billing_cycle_anchor",
                "payment_settings");
        ObjectNode subscription = world.get("subscription", id);
        requireAllowed(subscription, params);
        if (params.has("items")) {
            changeItems(subscription, params);
        }
        changeRest(subscription, params);
        cycle.schedule(subscription);
        world.events().emitIfChanged("customer.subscription.updated", subscription);
        return subscription;
    }

    private static void requireAllowed(ObjectNode subscription, Params params) {
        if (Subscriptions.isOver(subscription)) {
            params.only("metadata", "cancellation_details");
        }
        if (Cycle.status(subscription).equals("incomplete")) {
            params.only("metadata");
        }
        if (params.text("billing_cycle_anchor", "unchanged").equals("now")) {
            throw StripeError.invalid("billing_cycle_anchor", "The lab's Stripe does not move anchors on request.");
        }
    }

    /** What a change of items would do; the same for a preview and for the change itself. */
    Change change(ObjectNode subscription, Params params) {
        boolean prorate = !params.choice("proration_behavior", PRORATIONS).equals("none");
        long at = params.number("proration_date", world.seconds());
        return Change.of(subscription, params.children("items"), items, world, at, prorate);
    }

    private void changeItems(ObjectNode subscription, Params params) {
        Change change = change(subscription, params);
        String behavior = params.choice("payment_behavior", Subscriptions.BEHAVIORS);
        boolean now = change.restarts()
                || params.choice("proration_behavior", PRORATIONS).equals("always_invoice");
        if (!now || change.lines().isEmpty()) {
            pending.add(subscription, change.lines());
            apply(subscription, change);
            return;
        }
        List<ObjectNode> lines = new ArrayList<>(pending.peek(subscription));
        lines.addAll(change.lines());
        long total =
                lines.stream().mapToLong(line -> Json.number(line, "amount")).sum();
        if (behavior.equals("error_if_incomplete")) {
            subscriptions.requirePayable(subscription, total);
        }
        ObjectNode method = cards.payingFor(subscription, world.find(Json.text(subscription, "customer")));
        boolean waits =
                behavior.equals("pending_if_incomplete") && total > 0 && payments.foresee(method) != Outcome.PAID;
        pending.take(subscription);
        if (waits) {
            ObjectNode invoice = invoices.draft(subscription, "subscription_update", lines);
            pending.update(subscription, invoice, change.items());
            invoices.open(invoice);
            invoices.collect(invoice, true);
            return;
        }
        apply(subscription, change);
        ObjectNode invoice = invoices.draft(subscription, "subscription_update", lines);
        invoices.open(invoice);
        if (Invoices.is(invoice, "open") && !behavior.equals("default_incomplete")) {
            invoices.collect(invoice, true);
        }
    }

    private void apply(ObjectNode subscription, Change change) {
        ((ObjectNode) subscription.get("items")).set("data", Json.array(change.items()));
        if (change.restarts()) {
            subscription.put("billing_cycle_anchor", world.seconds());
        }
    }

    private void changeRest(ObjectNode subscription, Params params) {
        cancellation.change(subscription, params);
        changeTrial(subscription, params);
        if (params.has("default_payment_method")) {
            subscription.put(
                    "default_payment_method",
                    subscriptions.ownMethod(world.find(Json.text(subscription, "customer")), params));
        }
        if (params.has("pause_collection")) {
            subscription.set("pause_collection", pause(Json.text(subscription, "id"), params));
        }
        if (params.has("trial_settings")) {
            Params end = params.child("trial_settings").child("end_behavior");
            subscription
                    .withObject("/trial_settings/end_behavior")
                    .put(
                            "missing_payment_method",
                            end.choice("missing_payment_method", "create_invoice", "cancel", "pause"));
        }
        if (params.has("cancellation_details")) {
            params.child("cancellation_details")
                    .copyTexts((ObjectNode) subscription.get("cancellation_details"), "comment", "feedback");
        }
        params.copyTexts(subscription, "description");
        params.mergeMetadata(subscription);
    }

    private ObjectNode pause(String id, Params params) {
        if (params.isCleared("pause_collection")) {
            return null;
        }
        Params pause = params.child("pause_collection");
        pause.only("behavior", "resumes_at");
        Long resumes = pause.number("resumes_at");
        ObjectNode paused = Json.object(
                "behavior",
                pause.choice("behavior", "keep_as_draft", "mark_uncollectible", "void"),
                "resumes_at",
                resumes);
        if (resumes != null) {
            world.at(resumes, () -> {
                ObjectNode subscription = world.find(id);
                if (subscription.get("pause_collection") == paused) {
                    subscription.putNull("pause_collection");
                    world.events().emit("customer.subscription.updated", subscription);
                }
            });
        }
        return paused;
    }

    private void changeTrial(ObjectNode subscription, Params params) {
        if (params.text("trial_end") == null) {
            return;
        }
        if (!Cycle.status(subscription).equals("trialing")) {
            throw StripeError.invalid("trial_end", "The lab's Stripe moves the end of running trials only.");
        }
        if (params.text("trial_end").equals("now")) {
            subscription.put("trial_end", world.seconds());
            cycle.tick(subscription);
            return;
        }
        subscription
                .put("trial_end", subscriptions.trialEnd(params))
                .put("billing_cycle_anchor", params.number("trial_end"));
        cycle.trialMoved(subscription);
    }
}
