package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** Items of subscriptions: their periods, and the invoice lines that follow from them. */
final class Items {

    private final World world;
    private final Meters meters;

    Items(World world, Meters meters) {
        this.world = world;
        this.meters = meters;
    }

    /** A new item; its period is set by {@link #startPeriod}. */
    ObjectNode create(String subscription, Params params) {
        ObjectNode item = Json.object(
                "id",
                world.newId("si"),
                "object",
                "subscription_item",
                "created",
                world.seconds(),
                "current_period_end",
                null,
                "current_period_start",
                null,
                "discounts",
                List.of(),
                "metadata",
                Json.object(),
                "price",
                null,
                "quantity",
                null,
                "subscription",
                subscription,
                "tax_rates",
                List.of());
        params.required("price");
        change(item, params);
        return item;
    }

    /** Applies what the parameters of an item ask for. */
    void change(ObjectNode item, Params params) {
        params.only("id", "price", "quantity", "metadata", "deleted", "clear_usage");
        if (params.has("price")) {
            ObjectNode price = world.referred("price", params.required("price"), params.named("price"));
            if (!Json.isSet(price, "recurring")) {
                throw StripeError.invalid(params.named("price"), "The price specified is not recurring.");
            }
            if (!price.get("active").asBoolean()) {
                throw StripeError.invalid(params.named("price"), "The price specified is inactive.");
            }
            item.set("price", price.deepCopy());
        }
        if (isMetered(item)) {
            if (params.has("quantity")) {
                throw StripeError.invalid(params.named("quantity"), "A metered price takes no quantity.");
            }
            item.remove("quantity");
        } else {
            item.put("quantity", params.number("quantity", item.path("quantity").asLong(1)));
        }
        params.mergeMetadata(item);
    }

    static boolean isMetered(ObjectNode item) {
        return "metered".equals(Json.text(item.get("price").get("recurring"), "usage_type"));
    }

    /** Begins a period; its end is a whole number of intervals after the anchor, by the UTC calendar. */
    static void startPeriod(ObjectNode item, long start, long anchor) {
        item.put("current_period_start", start).put("current_period_end", periodEnd(item, start, anchor));
    }

    private static long periodEnd(ObjectNode item, long start, long anchor) {
        JsonNode recurring = item.get("price").get("recurring");
        ZonedDateTime from = Instant.ofEpochSecond(anchor).atZone(ZoneOffset.UTC);
        long count = Json.number(recurring, "interval_count");
        for (long n = 1; ; n++) {
            long steps = n * count;
            ZonedDateTime end =
                    switch (Json.text(recurring, "interval")) {
                        case "day" -> from.plusDays(steps);
                        case "week" -> from.plusWeeks(steps);
                        case "month" -> from.plusMonths(steps);
                        default -> from.plusYears(steps);
                    };
            if (end.toEpochSecond() > start) {
                return end.toEpochSecond();
            }
        }
    }

    /** What a period costs: licensed items in advance for the period that is current, metered ones nothing yet. */
    List<ObjectNode> advance(List<ObjectNode> items) {
        List<ObjectNode> lines = new ArrayList<>();
        for (ObjectNode item : items) {
            long quantity = isMetered(item) ? 0 : Json.number(item, "quantity");
            lines.add(line(
                    item,
                    cost(item.get("price"), quantity),
                    quantity,
                    Json.number(item, "current_period_start"),
                    Json.number(item, "current_period_end"),
                    false));
        }
        lines.removeIf(line -> isMetered(line, items));
        return lines;
    }

    private static boolean isMetered(ObjectNode line, List<ObjectNode> items) {
        String id = Json.text(line.at("/parent/subscription_item_details"), "subscription_item");
        return items.stream().anyMatch(item -> Json.text(item, "id").equals(id) && isMetered(item));
    }

    /** What was used of metered items in their current period. */
    List<ObjectNode> usage(String customer, List<ObjectNode> items) {
        List<ObjectNode> lines = new ArrayList<>();
        for (ObjectNode item : items) {
            if (isMetered(item)) {
                long from = Json.number(item, "current_period_start");
                long to = Json.number(item, "current_period_end");
                long used = Math.max(
                        0, meters.sum(Json.text(item.get("price").get("recurring"), "meter"), customer, from, to));
                lines.add(line(item, cost(item.get("price"), used), used, from, to, false));
            }
        }
        return lines;
    }

    /** A trial's lines: everything for nothing. */
    List<ObjectNode> free(List<ObjectNode> items) {
        return items.stream()
                .map(item -> line(
                        item,
                        0,
                        Json.number(item, "quantity"),
                        Json.number(item, "current_period_start"),
                        Json.number(item, "current_period_end"),
                        false))
                .toList();
    }

    /** The part of an item's price that a share of its period is worth: a credit for sign -1, a debit for 1. */
    ObjectNode proration(ObjectNode item, long at, int sign) {
        long start = Json.number(item, "current_period_start");
        long end = Json.number(item, "current_period_end");
        long left = Math.max(0, Math.min(end - at, end - start));
        BigDecimal full = BigDecimal.valueOf(cost(item.get("price"), Json.number(item, "quantity")));
        long amount = full.multiply(BigDecimal.valueOf(left * sign))
                .divide(BigDecimal.valueOf(end - start), 0, RoundingMode.HALF_UP)
                .longValueExact();
        return line(item, amount, Json.number(item, "quantity"), at, end, true);
    }

    /** What a quantity costs, in minor units. */
    static long cost(JsonNode price, long quantity) {
        if (!"tiered".equals(Json.text(price, "billing_scheme"))) {
            return rounded(
                    new BigDecimal(Json.text(price, "unit_amount_decimal")).multiply(BigDecimal.valueOf(quantity)));
        }
        boolean volume = "volume".equals(Json.text(price, "tiers_mode"));
        BigDecimal sum = BigDecimal.ZERO;
        long below = 0;
        for (ObjectNode tier : Json.objects(price.get("tiers"))) {
            long upTo = Json.isSet(tier, "up_to") ? Json.number(tier, "up_to") : Long.MAX_VALUE;
            boolean last = quantity <= upTo;
            long inTier = volume ? (last ? quantity : 0) : Math.min(quantity, upTo) - below;
            if (inTier > 0) {
                sum = sum.add(new BigDecimal(tier.path("unit_amount_decimal")
                                        .asText("0")
                                        .replace("null", "0"))
                                .multiply(BigDecimal.valueOf(inTier)))
                        .add(BigDecimal.valueOf(Json.number(tier, "flat_amount")));
            }
            if (last) {
                break;
            }
            below = upTo;
        }
        return rounded(sum);
    }

    private static long rounded(BigDecimal amount) {
        return amount.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    private ObjectNode line(ObjectNode item, long amount, long quantity, long start, long end, boolean proration) {
        JsonNode price = item.get("price");
        return Json.object(
                "id", world.newId("il"),
                "object", "line_item",
                "amount", amount,
                "currency", Json.text(price, "currency"),
                "description",
                        (proration ? (amount < 0 ? "Unused time on " : "Remaining time on ") : quantity + " × ")
                                + Json.text(price, "product"),
                "discount_amounts", List.of(),
                "discounts", List.of(),
                "invoice", null,
                "livemode", world.isLive(),
                "metadata", Json.object(),
                "parent",
                        Json.object(
                                "type",
                                "subscription_item_details",
                                "invoice_item_details",
                                null,
                                "subscription_item_details",
                                Json.object(
                                        "invoice_item",
                                        null,
                                        "proration",
                                        proration,
                                        "proration_details",
                                        null,
                                        "subscription",
                                        Json.text(item, "subscription"),
                                        "subscription_item",
                                        Json.text(item, "id"))),
                "period", Json.object("start", start, "end", end),
                "pricing",
                        Json.object(
                                "type", "price_details",
                                "price_details",
                                        Json.object(
                                                "price", Json.text(price, "id"),
                                                "product", Json.text(price, "product")),
                                "unit_amount_decimal", Json.text(price, "unit_amount_decimal")),
                "quantity", quantity,
                "taxes", List.of());
    }
}
