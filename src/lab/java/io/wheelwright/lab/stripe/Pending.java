package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What waits for something: prorations for the next invoice, changed items for their payment. */
final class Pending {

    private record Update(ObjectNode invoice, List<ObjectNode> items) {}

    private static final long LIFE = Duration.ofHours(23).toSeconds();

    private final World world;
    private final Cards cards;
    private final Invoices invoices;
    private final Map<String, List<ObjectNode>> lines = new HashMap<>();
    private final Map<String, Update> updates = new HashMap<>();

    Pending(World world, Cards cards, Invoices invoices) {
        this.world = world;
        this.cards = cards;
        this.invoices = invoices;
    }

    boolean hasMethod(ObjectNode subscription) {
        return cards.payingFor(subscription, world.find(Json.text(subscription, "customer"))) != null;
    }

    void add(ObjectNode subscription, List<ObjectNode> more) {
        lines.computeIfAbsent(Json.text(subscription, "id"), id -> new ArrayList<>())
                .addAll(more);
    }

    /** The lines that wait for the next invoice; they wait no more. */
    List<ObjectNode> take(ObjectNode subscription) {
        List<ObjectNode> taken = lines.remove(Json.text(subscription, "id"));
        return taken == null ? List.of() : taken;
    }

    List<ObjectNode> peek(ObjectNode subscription) {
        return lines.getOrDefault(Json.text(subscription, "id"), List.of());
    }

    /** Has new items wait until an invoice is paid, for 23 hours at most. */
    void update(ObjectNode subscription, ObjectNode invoice, List<ObjectNode> items) {
        String id = Json.text(subscription, "id");
        long expires = world.seconds() + LIFE;
        updates.put(id, new Update(invoice, items));
        subscription.set(
                "pending_update",
                Json.object(
                        "billing_cycle_anchor", null,
                        "expires_at", expires,
                        "subscription_items", Json.array(items),
                        "trial_end", null,
                        "trial_from_plan", null));
        world.events().emit("customer.subscription.updated", subscription);
        world.at(expires, () -> expire(id, invoice));
    }

    private void expire(String id, ObjectNode invoice) {
        ObjectNode subscription = world.find(id);
        if (isOf(subscription, invoice)) {
            updates.remove(id);
            subscription.putNull("pending_update");
            invoices.voidIt(invoice);
            world.events().emit("customer.subscription.pending_update_expired", subscription);
        }
    }

    boolean isOf(ObjectNode subscription, ObjectNode invoice) {
        Update update = updates.get(Json.text(subscription, "id"));
        return update != null && update.invoice() == invoice;
    }

    /** Applies the pending update if its invoice was paid, and drops it if that was voided. */
    void settle(ObjectNode subscription, ObjectNode invoice) {
        if (!isOf(subscription, invoice) || Invoices.is(invoice, "open")) {
            return;
        }
        Update update = updates.remove(Json.text(subscription, "id"));
        subscription.putNull("pending_update");
        if (Invoices.is(invoice, "paid")) {
            ((ObjectNode) subscription.get("items")).set("data", Json.array(update.items()));
            world.events().emit("customer.subscription.pending_update_applied", subscription);
        }
        world.events().emit("customer.subscription.updated", subscription);
    }
}
