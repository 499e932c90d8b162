package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wheelwright.lab.stripe.Payments.Outcome;
import java.time.Duration;
import java.util.List;

/** The life of an invoice: draft, open, then paid, void or uncollectible. */
final class Invoices {

    /** What subscriptions do when something becomes of their invoices. */
    interface Follower {
        /** The invoice was paid, failed, was voided or given up. */
        void changed(ObjectNode subscription, ObjectNode invoice);

        /** The last retry failed. */
        void gaveUp(ObjectNode subscription);
    }

    private static final long DRAFT_TIME = Duration.ofHours(1).toSeconds();

    private final World world;
    private final Customers customers;
    private final Cards cards;
    private final Payments payments;
    private final String baseUrl;
    private Follower follower;
    private Dunning dunning = Dunning.STANDARD;
    private long number;

    Invoices(World world, Customers customers, Cards cards, Payments payments, String baseUrl) {
        this.world = world;
        this.customers = customers;
        this.cards = cards;
        this.payments = payments;
        this.baseUrl = baseUrl;
    }

    void follow(Follower next) {
        follower = next;
    }

    void dunning(Dunning next) {
        dunning = next;
    }

    /** A draft that waits an hour and is then finalized and collected, if the subscription lets it. */
    ObjectNode draftForLater(ObjectNode subscription, String reason, List<ObjectNode> lines) {
        ObjectNode invoice = draft(subscription, reason, lines);
        String id = Json.text(invoice, "id");
        world.at(world.seconds() + DRAFT_TIME, () -> finalizeLater(id));
        return invoice;
    }

    private void finalizeLater(String id) {
        ObjectNode invoice = world.find(id);
        if (!is(invoice, "draft") || !invoice.get("auto_advance").asBoolean()) {
            return;
        }
        ObjectNode subscription = subscription(invoice);
        String paused = Json.text(subscription.path("pause_collection"), "behavior");
        if ("keep_as_draft".equals(paused)) {
            invoice.put("auto_advance", false);
            return;
        }
        open(invoice);
        if ("void".equals(paused)) {
            voidIt(invoice);
        } else if ("mark_uncollectible".equals(paused)) {
            markUncollectible(invoice);
        } else if (is(invoice, "open")) {
            collect(invoice, true);
        }
    }

    ObjectNode draft(ObjectNode subscription, String reason, List<ObjectNode> lines) {
        ObjectNode invoice = world.put(InvoiceShape.of(world, world.newId("in"), subscription, reason, lines));
        subscription.put("latest_invoice", Json.text(invoice, "id"));
        world.events().emit("invoice.created", invoice);
        return invoice;
    }

    /** An invoice that is kept nowhere; what is upcoming has no id. */
    ObjectNode preview(ObjectNode subscription, String reason, List<ObjectNode> lines) {
        ObjectNode invoice = InvoiceShape.of(world, "upcoming", subscription, reason, lines);
        InvoiceShape.settle(invoice, Json.number(customer(invoice), "balance"));
        return invoice;
    }

    /** Finalizes a draft: the customer's balance is used up first; what leaves nothing to pay is paid. */
    void open(ObjectNode invoice) {
        ObjectNode customer = customer(invoice);
        long balance = Json.number(customer, "balance");
        long used = InvoiceShape.settle(invoice, balance);
        invoice.put("status", "open").put("number", "LAB-%06d".formatted(++number));
        invoice.put("hosted_invoice_url", baseUrl + "/pay/" + Json.text(invoice, "id"));
        transition(invoice, "finalized_at");
        if (used != 0) {
            customers.changeBalance(customer, used, Json.text(invoice, "currency"), "applied_to_invoice");
        }
        world.events().emit("invoice.finalized", invoice);
        if (Json.number(invoice, "amount_due") == 0) {
            paid(invoice);
        }
    }

    /** Tries to take the money. An automatic attempt counts, and is followed by the next one. */
    Outcome collect(ObjectNode invoice, boolean automatic) {
        ObjectNode subscription = subscription(invoice);
        ObjectNode method = cards.payingFor(subscription, customer(invoice));
        return collect(invoice, method, automatic);
    }

    Outcome collect(ObjectNode invoice, ObjectNode method, boolean automatic) {
        if (Json.text(invoice, "collection_method").equals("send_invoice")) {
            return Outcome.NO_METHOD;
        }
        Outcome outcome = payments.take(invoice, method);
        invoice.put("attempted", true);
        if (automatic) {
            invoice.put("attempt_count", Json.number(invoice, "attempt_count") + 1);
        }
        if (outcome == Outcome.PAID) {
            paid(invoice);
            return outcome;
        }
        boolean givenUp = automatic && !planRetry(invoice);
        world.events().emit("invoice.payment_failed", invoice);
        if (outcome == Outcome.ACTION_REQUIRED) {
            world.events().emit("invoice.payment_action_required", invoice);
        }
        world.events().emit("invoice.updated", invoice);
        follower.changed(subscription(invoice), invoice);
        if (givenUp) {
            follower.gaveUp(subscription(invoice));
        }
        return outcome;
    }

    /** Plans the next automatic attempt, and says whether there is one. A first invoice is not retried. */
    private boolean planRetry(ObjectNode invoice) {
        int made = (int) Json.number(invoice, "attempt_count");
        String status = Json.text(subscription(invoice), "status");
        if (status.startsWith("incomplete") || Json.isSet(subscription(invoice), "pending_update")) {
            return true;
        }
        if (made > dunning.retries().size()) {
            invoice.putNull("next_payment_attempt");
            return false;
        }
        long next = world.seconds() + dunning.retries().get(made - 1).toSeconds();
        invoice.put("next_payment_attempt", next);
        String id = Json.text(invoice, "id");
        world.at(next, () -> retry(id, next));
        return true;
    }

    private void retry(String id, long planned) {
        ObjectNode invoice = world.find(id);
        if (is(invoice, "open") && Json.number(invoice, "next_payment_attempt") == planned) {
            collect(invoice, true);
        }
    }

    void paid(ObjectNode invoice) {
        paid(invoice, false);
    }

    /** The invoice is paid; outside Stripe, if so said, which no {@code payment_succeeded} tells of. */
    void paid(ObjectNode invoice, boolean outOfBand) {
        invoice.put("status", "paid").put("attempted", true).putNull("next_payment_attempt");
        invoice.put("amount_paid", outOfBand ? 0 : Json.number(invoice, "amount_due"))
                .put("amount_remaining", 0);
        transition(invoice, "paid_at");
        world.events().emit("invoice.updated", invoice);
        world.events().emit("invoice.paid", invoice);
        if (!outOfBand) {
            world.events().emit("invoice.payment_succeeded", invoice);
        }
        follower.changed(subscription(invoice), invoice);
    }

    /** The customer authenticates what waits for it. */
    void authenticate(ObjectNode invoice) {
        payments.authenticated(invoice, cards.payingFor(subscription(invoice), customer(invoice)));
        paid(invoice);
    }

    void voidIt(ObjectNode invoice) {
        invoice.put("status", "void").put("auto_advance", false).putNull("next_payment_attempt");
        transition(invoice, "voided_at");
        world.events().emit("invoice.voided", invoice);
        follower.changed(subscription(invoice), invoice);
    }

    void markUncollectible(ObjectNode invoice) {
        invoice.put("status", "uncollectible").put("auto_advance", false).putNull("next_payment_attempt");
        transition(invoice, "marked_uncollectible_at");
        world.events().emit("invoice.marked_uncollectible", invoice);
        follower.changed(subscription(invoice), invoice);
    }

    /** Stops what is automatic about a subscription's invoices. */
    void stopAutomatic(ObjectNode subscription) {
        for (ObjectNode invoice : of(subscription)) {
            if (is(invoice, "draft") || is(invoice, "open")) {
                invoice.put("auto_advance", false).putNull("next_payment_attempt");
                world.events().emitIfChanged("invoice.updated", invoice);
            }
        }
    }

    /** A subscription's invoices, oldest first. */
    List<ObjectNode> of(ObjectNode subscription) {
        String id = Json.text(subscription, "id");
        return world.all("invoice").stream()
                .filter(invoice -> id.equals(subscriptionId(invoice)))
                .toList();
    }

    static boolean is(ObjectNode invoice, String status) {
        return status.equals(Json.text(invoice, "status"));
    }

    static String subscriptionId(ObjectNode invoice) {
        return Json.text(invoice.at("/parent/subscription_details"), "subscription");
    }

    ObjectNode subscription(ObjectNode invoice) {
        return world.find(subscriptionId(invoice));
    }

    private ObjectNode customer(ObjectNode invoice) {
        return world.find(Json.text(invoice, "customer"));
    }

    private void transition(ObjectNode invoice, String name) {
        ((ObjectNode) invoice.get("status_transitions")).put(name, world.seconds());
    }
}
