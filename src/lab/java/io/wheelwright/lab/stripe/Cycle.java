package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What time and payments make of a subscription: trial end, renewal, cancellation, dunning. */
final class Cycle implements Invoices.Follower {

    private static final long REMINDER = Duration.ofDays(3).toSeconds();
    private static final long UPCOMING = Duration.ofDays(7).toSeconds();
    private static final long FIRST_PAYMENT = Duration.ofHours(23).toSeconds();
    private static final Set<String> RUNNING = Set.of("trialing", "active", "past_due", "unpaid");

    private final World world;
    private final Invoices invoices;
    private final Items items;
    private final Pending pending;
    private final Set<String> announced = new HashSet<>();
    private Dunning.End end = Dunning.STANDARD.end();

    Cycle(World world, Invoices invoices, Items items, Pending pending) {
        this.world = world;
        this.invoices = invoices;
        this.items = items;
        this.pending = pending;
        invoices.follow(this);
    }

    void endOfDunning(Dunning.End next) {
        end = next;
    }

    static boolean isRunning(ObjectNode subscription) {
        return RUNNING.contains(status(subscription));
    }

    static String status(ObjectNode subscription) {
        return Json.text(subscription, "status");
    }

    static List<ObjectNode> itemsOf(ObjectNode subscription) {
        return Json.objects(subscription.get("items").get("data"));
    }

    /** Begins the trial or the first period of a new subscription, with its first invoice. */
    void begin(ObjectNode subscription, boolean collect) {
        List<ObjectNode> all = itemsOf(subscription);
        if (Json.isSet(subscription, "trial_end")) {
            subscription.put("status", "trialing");
            all.forEach(item -> item.put("current_period_start", world.seconds())
                    .put("current_period_end", Json.number(subscription, "trial_end")));
            ObjectNode invoice = invoices.draft(subscription, "subscription_create", items.free(all));
            world.events().emit("customer.subscription.created", subscription);
            invoices.open(invoice);
            remindOfTrialEnd(subscription);
        } else {
            subscription.put("status", "incomplete");
            all.forEach(item -> Items.startPeriod(item, world.seconds(), world.seconds()));
            ObjectNode invoice = invoices.draft(subscription, "subscription_create", items.advance(all));
            world.events().emit("customer.subscription.created", subscription);
            String id = Json.text(subscription, "id");
            world.at(world.seconds() + FIRST_PAYMENT, () -> expireIfUnpaid(id));
            invoices.open(invoice);
            if (Invoices.is(invoice, "open") && "send_invoice".equals(Json.text(invoice, "collection_method"))) {
                become(subscription, "active");
            } else if (Invoices.is(invoice, "open") && collect) {
                invoices.collect(invoice, true);
            }
        }
        schedule(subscription);
    }

    private void expireIfUnpaid(String id) {
        ObjectNode subscription = world.find(id);
        if (status(subscription).equals("incomplete")) {
            subscription.put("ended_at", world.seconds());
            become(subscription, "incomplete_expired");
            invoices.of(subscription).stream()
                    .filter(one -> Invoices.is(one, "open"))
                    .forEach(invoices::voidIt);
        }
    }

    private void remindOfTrialEnd(ObjectNode subscription) {
        long trialEnd = Json.number(subscription, "trial_end");
        String id = Json.text(subscription, "id");
        if (trialEnd - REMINDER <= world.seconds()) {
            world.events().emit("customer.subscription.trial_will_end", subscription);
            return;
        }
        world.at(trialEnd - REMINDER, () -> {
            ObjectNode now = world.find(id);
            if (status(now).equals("trialing") && Json.number(now, "trial_end") == trialEnd) {
                world.events().emit("customer.subscription.trial_will_end", now);
            }
        });
    }

    /** A trial has a new end. */
    void trialMoved(ObjectNode subscription) {
        long trialEnd = Json.number(subscription, "trial_end");
        itemsOf(subscription).forEach(item -> item.put("current_period_end", trialEnd));
        remindOfTrialEnd(subscription);
    }

    /** Has {@link #tick} called when something is due next. */
    void schedule(ObjectNode subscription) {
        if (!isRunning(subscription) && !status(subscription).equals("incomplete")) {
            return;
        }
        String id = Json.text(subscription, "id");
        long periodEnd = LongStream.concat(
                        LongStream.of(
                                Json.isSet(subscription, "cancel_at")
                                        ? Json.number(subscription, "cancel_at")
                                        : Long.MAX_VALUE),
                        itemsOf(subscription).stream().mapToLong(item -> Json.number(item, "current_period_end")))
                .min()
                .orElseThrow();
        world.at(periodEnd, () -> tick(world.find(id)));
        if (periodEnd - UPCOMING > world.seconds()) {
            world.at(periodEnd - UPCOMING, () -> upcoming(world.find(id), periodEnd));
        }
    }

    private void upcoming(ObjectNode subscription, long periodEnd) {
        boolean still =
                itemsOf(subscription).stream().anyMatch(item -> Json.number(item, "current_period_end") == periodEnd);
        if (still
                && announced.add(Json.text(subscription, "id") + periodEnd)
                && isRunning(subscription)
                && !Json.isSet(subscription, "cancel_at")) {
            ObjectNode preview = invoices.preview(
                    subscription,
                    "upcoming",
                    Stream.concat(
                                    items.advance(itemsOf(subscription)).stream(),
                                    items.usage(Json.text(subscription, "customer"), itemsOf(subscription)).stream())
                            .toList());
            preview.remove("id");
            world.events().emit("invoice.upcoming", preview);
        }
    }

    /** Does what is due. May be called at any time. */
    void tick(ObjectNode subscription) {
        if (!isRunning(subscription)) {
            return;
        }
        boolean due = itemsOf(subscription).stream().anyMatch(this::isOver);
        if (Json.isSet(subscription, "cancel_at") && Json.number(subscription, "cancel_at") <= world.seconds()) {
            cancel(subscription, "cancellation_requested");
            finalUsage(subscription);
        } else if (status(subscription).equals("trialing")
                && Json.number(subscription, "trial_end") <= world.seconds()) {
            endTrial(subscription);
            schedule(subscription);
        } else if (due) {
            renew(subscription);
            schedule(subscription);
        }
    }

    private boolean isOver(ObjectNode item) {
        return Json.number(item, "current_period_end") <= world.seconds();
    }

    private void finalUsage(ObjectNode subscription) {
        List<ObjectNode> lines = new java.util.ArrayList<>(pending.take(subscription));
        lines.addAll(items.usage(
                Json.text(subscription, "customer"),
                itemsOf(subscription).stream().filter(this::isOver).toList()));
        if (lines.stream().anyMatch(line -> Json.number(line, "amount") != 0)) {
            invoices.draftForLater(subscription, "subscription_cycle", lines);
        }
    }

    private void endTrial(ObjectNode subscription) {
        String behavior = Json.text(subscription.at("/trial_settings/end_behavior"), "missing_payment_method");
        boolean payable = pending.hasMethod(subscription);
        if (!payable && "cancel".equals(behavior)) {
            cancel(subscription, null);
            return;
        }
        if (!payable && "pause".equals(behavior)) {
            become(subscription, "paused");
            world.events().emit("customer.subscription.paused", subscription);
            return;
        }
        restart(subscription);
        become(subscription, "active");
        List<ObjectNode> lines = new java.util.ArrayList<>(items.advance(itemsOf(subscription)));
        lines.addAll(0, pending.take(subscription));
        invoices.draftForLater(subscription, "subscription_cycle", lines);
        world.events().emitIfChanged("customer.subscription.updated", subscription);
    }

    /** Has all items begin a period now, which is the new anchor. */
    void restart(ObjectNode subscription) {
        subscription.put("billing_cycle_anchor", world.seconds());
        itemsOf(subscription).forEach(item -> Items.startPeriod(item, world.seconds(), world.seconds()));
    }

    private void renew(ObjectNode subscription) {
        List<ObjectNode> due =
                itemsOf(subscription).stream().filter(this::isOver).toList();
        List<ObjectNode> lines = new java.util.ArrayList<>(pending.take(subscription));
        lines.addAll(items.usage(Json.text(subscription, "customer"), due));
        long anchor = Json.number(subscription, "billing_cycle_anchor");
        due.forEach(item -> Items.startPeriod(item, Json.number(item, "current_period_end"), anchor));
        lines.addAll(items.advance(due));
        ObjectNode invoice = invoices.draftForLater(subscription, "subscription_cycle", lines);
        if (status(subscription).equals("unpaid")) {
            invoice.put("auto_advance", false);
        }
        world.events().emit("customer.subscription.updated", subscription);
    }

    /** Ends a subscription for good. */
    void cancel(ObjectNode subscription, String reason) {
        ((ObjectNode) subscription.get("cancellation_details")).put("reason", reason);
        subscription.put("status", "canceled").put("ended_at", world.seconds());
        if (!Json.isSet(subscription, "canceled_at")) {
            subscription.put("canceled_at", world.seconds());
        }
        subscription.putNull("pending_update");
        world.events().emit("customer.subscription.deleted", subscription);
        invoices.stopAutomatic(subscription);
    }

    private void become(ObjectNode subscription, String status) {
        if (!status(subscription).equals(status)) {
            subscription.put("status", status);
            world.events().emit("customer.subscription.updated", subscription);
        }
    }

    @Override
    public void changed(ObjectNode subscription, ObjectNode invoice) {
        if (Set.of("canceled", "incomplete_expired", "paused").contains(status(subscription))) {
            return;
        }
        pending.settle(subscription, invoice);
        if (status(subscription).equals("trialing")) {
            return;
        }
        if (status(subscription).equals("incomplete")) {
            if (Invoices.is(invoice, "paid")) {
                become(subscription, "active");
            } else if (Invoices.is(invoice, "void")) {
                cancel(subscription, null);
            }
            return;
        }
        follow(subscription);
    }

    /** The status follows the latest finalized invoice that is not void and not one of a pending update. */
    private void follow(ObjectNode subscription) {
        List<ObjectNode> counting = invoices.of(subscription).stream()
                .filter(one ->
                        !Invoices.is(one, "draft") && !Invoices.is(one, "void") && !pending.isOf(subscription, one))
                .toList();
        if (counting.isEmpty()) {
            return;
        }
        ObjectNode latest = counting.get(counting.size() - 1);
        boolean failed = Invoices.is(latest, "open") && latest.get("attempted").asBoolean();
        if (!failed && !Invoices.is(latest, "open")) {
            become(subscription, "active");
        } else if (failed && !status(subscription).equals("unpaid")) {
            become(subscription, "past_due");
        }
    }

    @Override
    public void gaveUp(ObjectNode subscription) {
        if (!status(subscription).equals("past_due")) {
            return;
        }
        switch (end) {
            case CANCEL -> cancel(subscription, "payment_failed");
            case UNPAID -> become(subscription, "unpaid");
            case PAST_DUE -> {}
        }
    }
}
