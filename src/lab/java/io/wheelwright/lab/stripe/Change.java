package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of a subscription's items, worked out but not made.
 *
 * @param items all items after it
 * @param lines what it costs and gives back for the rest of the periods
 * @param differs whether it changes anything that costs money
 * @param restarts whether an interval changes, so that new periods begin at once
 */
record Change(List<ObjectNode> items, List<ObjectNode> lines, boolean differs, boolean restarts) {

    /** Works out what a list of item parameters would make of a subscription at a time. */
    static Change of(ObjectNode subscription, List<Params> asked, Items maker, World world, long at, boolean prorate) {
        List<ObjectNode> before = Cycle.itemsOf(subscription);
        List<ObjectNode> after =
                new ArrayList<>(before.stream().map(ObjectNode::deepCopy).toList());
        for (Params params : asked) {
            apply(params, subscription, after, maker);
        }
        if (after.isEmpty()) {
            throw StripeError.invalid("items", "A subscription must have at least one active item.");
        }
        boolean restarts = after.stream().anyMatch(item -> newInterval(item, before));
        boolean differs = differs(before, after);
        for (ObjectNode item : after) {
            if (restarts) {
                Items.startPeriod(item, world.seconds(), world.seconds());
            } else if (!Json.isSet(item, "current_period_end")) {
                item.setAll(Json.object(
                        "current_period_start",
                        at,
                        "current_period_end",
                        Json.number(before.get(0), "current_period_end")));
            }
        }
        boolean trial = Cycle.status(subscription).equals("trialing");
        List<ObjectNode> lines = new ArrayList<>();
        if (differs && prorate && !trial) {
            before.stream()
                    .filter(item -> restarts || changed(item, after))
                    .filter(item -> !Items.isMetered(item))
                    .forEach(item -> lines.add(maker.proration(item, at, -1)));
        }
        if (restarts && !trial) {
            lines.addAll(maker.advance(after));
        } else if (differs && prorate && !trial) {
            after.stream()
                    .filter(item -> changed(item, before))
                    .filter(item -> !Items.isMetered(item))
                    .forEach(item -> lines.add(maker.proration(item, at, 1)));
        }
        return new Change(after, lines, differs, restarts && !trial);
    }

    private static void apply(Params params, ObjectNode subscription, List<ObjectNode> items, Items maker) {
        if (params.text("id") == null) {
            items.add(maker.create(Json.text(subscription, "id"), params));
            return;
        }
        ObjectNode item = items.stream()
                .filter(one -> Json.text(one, "id").equals(params.text("id")))
                .findFirst()
                .orElseThrow(() -> StripeError.noSuch(400, "subscription_item", params.text("id"), params.named("id")));
        if (params.flag("deleted", false)) {
            items.remove(item);
        } else {
            maker.change(item, params);
        }
    }

    private static boolean newInterval(ObjectNode item, List<ObjectNode> before) {
        return before.stream().filter(old -> sameId(old, item)).anyMatch(old -> !interval(old)
                .equals(interval(item)));
    }

    private static String interval(ObjectNode item) {
        return Json.text(item.get("price").get("recurring"), "interval")
                + Json.text(item.get("price").get("recurring"), "interval_count");
    }

    private static boolean differs(List<ObjectNode> before, List<ObjectNode> after) {
        return before.size() != after.size() || after.stream().anyMatch(item -> changed(item, before));
    }

    /** Whether an item is not among others with the same price and quantity. */
    private static boolean changed(ObjectNode item, List<ObjectNode> others) {
        return others.stream()
                .noneMatch(other -> sameId(other, item)
                        && Json.text(other.get("price"), "id").equals(Json.text(item.get("price"), "id"))
                        && other.path("quantity").equals(item.path("quantity")));
    }

    private static boolean sameId(ObjectNode one, ObjectNode other) {
        return Json.text(one, "id").equals(Json.text(other, "id"));
    }

    long total() {
        return lines.stream().mapToLong(line -> Json.number(line, "amount")).sum();
    }
}
