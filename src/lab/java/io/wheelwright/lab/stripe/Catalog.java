package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Products and prices. */
final class Catalog {

    private final World world;

    Catalog(World world) {
        this.world = world;
    }

    ObjectNode createProduct(Params params) {
        params.only(
                "id",
                "name",
                "description",
                "active",
                "metadata",
                "statement_descriptor",
                "tax_code",
                "unit_label",
                "url",
                "images",
                "marketing_features");
        String id = params.text("id", world.newId("prod"));
        if (world.find(id) != null) {
            throw StripeError.of(
                    400, "invalid_request_error", "resource_already_exists", "id", "Product already exists.");
        }
        return product(id, params.required("name"), params);
    }

    private ObjectNode product(String id, String name, Params params) {
        ObjectNode product = Json.object(
                "id", id,
                "object", "product",
                "active", params.flag("active", true),
                "created", world.seconds(),
                "default_price", null,
                "description", params.text("description"),
                "images", List.of(),
                "livemode", world.isLive(),
                "marketing_features", List.of(),
                "metadata", Json.object(),
                "name", name,
                "statement_descriptor", params.text("statement_descriptor"),
                "tax_code", params.text("tax_code"),
                "type", "service",
                "unit_label", params.text("unit_label"),
                "updated", world.seconds(),
                "url", params.text("url"));
        params.mergeMetadata(product);
        world.put(product);
        world.events().emit("product.created", product);
        return product;
    }

    ObjectNode updateProduct(String id, Params params) {
        params.only(
                "name",
                "description",
                "active",
                "metadata",
                "default_price",
                "statement_descriptor",
                "tax_code",
                "unit_label",
                "url");
        ObjectNode product = world.get("product", id);
        params.copyTexts(
                product,
                "name",
                "description",
                "default_price",
                "statement_descriptor",
                "tax_code",
                "unit_label",
                "url");
        product.put("active", params.flag("active", product.get("active").asBoolean()));
        params.mergeMetadata(product);
        product.put("updated", world.seconds());
        world.events().emitIfChanged("product.updated", product);
        return product;
    }

    ObjectNode deleteProduct(String id) {
        ObjectNode product = world.get("product", id);
        if (world.all("price").stream().anyMatch(price -> id.equals(Json.text(price, "product")))) {
            throw StripeError.invalid("id", "This product cannot be deleted because it has one or more prices.");
        }
        world.remove(id);
        world.events().emit("product.deleted", product);
        return Json.object("id", id, "object", "product", "deleted", true);
    }

    ObjectNode listProducts(Params params) {
        params.only("active", "ids", "created", "limit", "starting_after", "ending_before");
        List<String> ids = params.texts("ids");
        List<ObjectNode> matching = world.all("product").stream()
                .filter(product -> sameActive(product, params))
                .filter(product -> ids.isEmpty() || ids.contains(Json.text(product, "id")))
                .toList();
        return Page.of("/v1/products", matching, params);
    }

    ObjectNode createPrice(Params params) {
        params.only(
                "product",
                "product_data",
                "currency",
                "unit_amount",
                "unit_amount_decimal",
                "recurring",
                "nickname",
                "lookup_key",
                "transfer_lookup_key",
                "metadata",
                "tiers",
                "tiers_mode",
                "billing_scheme",
                "active",
                "tax_behavior");
        String currency = params.required("currency");
        boolean tiered = params.choice("billing_scheme", "per_unit", "tiered").equals("tiered");
        BigDecimal unit = tiered ? null : unitAmount(params);
        ObjectNode recurring = params.has("recurring") ? recurring(params.child("recurring")) : null;
        List<ObjectNode> tiers = tiered ? tiers(params) : List.of();
        if (params.text("product") == null && !params.has("product_data")) {
            throw StripeError.missing("product");
        }
        freeLookupKey(params);
        String product = params.has("product_data")
                ? Json.text(createProduct(params.child("product_data")), "id")
                : Json.text(world.referred("product", params.text("product"), "product"), "id");
        ObjectNode price = Json.object(
                "id",
                world.newId("price"),
                "object",
                "price",
                "active",
                params.flag("active", true),
                "billing_scheme",
                tiered ? "tiered" : "per_unit",
                "created",
                world.seconds(),
                "currency",
                currency.toLowerCase(java.util.Locale.ROOT),
                "custom_unit_amount",
                null,
                "livemode",
                world.isLive(),
                "lookup_key",
                params.text("lookup_key"),
                "metadata",
                Json.object(),
                "nickname",
                params.text("nickname"),
                "product",
                product,
                "recurring",
                recurring,
                "tax_behavior",
                params.text("tax_behavior", "unspecified"),
                "tiers_mode",
                tiered ? params.choice("tiers_mode", "graduated", "volume") : null,
                "transform_quantity",
                null,
                "type",
                recurring == null ? "one_time" : "recurring",
                "unit_amount",
                unit == null || unit.stripTrailingZeros().scale() > 0 ? null : unit.longValue(),
                "unit_amount_decimal",
                unit == null ? null : unit.toPlainString());
        if (tiered) {
            price.set("tiers", Json.array(tiers));
        }
        params.mergeMetadata(price);
        world.put(price);
        world.events().emit("price.created", price);
        return price;
    }

    private static BigDecimal unitAmount(Params params) {
        String decimal = params.text("unit_amount_decimal");
        return decimal != null
                ? new BigDecimal(decimal)
                : BigDecimal.valueOf(
                        params.text("unit_amount") == null ? missingAmount() : params.number("unit_amount"));
    }

    private static long missingAmount() {
        throw StripeError.missing("unit_amount");
    }

    private ObjectNode recurring(Params params) {
        params.only("interval", "interval_count", "usage_type", "meter");
        params.required("interval");
        boolean metered = params.choice("usage_type", "licensed", "metered").equals("metered");
        if (metered) {
            world.referred("billing.meter", params.required("meter"), params.named("meter"));
        }
        return Json.object(
                "interval",
                params.choice("interval", "month", "year", "week", "day"),
                "interval_count",
                params.number("interval_count", 1),
                "meter",
                metered ? params.text("meter") : null,
                "trial_period_days",
                null,
                "usage_type",
                metered ? "metered" : "licensed");
    }

    private static List<ObjectNode> tiers(Params params) {
        List<ObjectNode> tiers = new ArrayList<>();
        for (Params tier : params.children("tiers")) {
            tier.only("up_to", "unit_amount", "unit_amount_decimal", "flat_amount");
            boolean last = "inf".equals(tier.required("up_to"));
            tiers.add(Json.object(
                    "flat_amount", tier.number("flat_amount"),
                    "unit_amount", tier.number("unit_amount"),
                    "unit_amount_decimal", tier.text("unit_amount_decimal", tier.text("unit_amount")),
                    "up_to", last ? null : tier.number("up_to")));
        }
        if (tiers.isEmpty() || Json.isSet(tiers.get(tiers.size() - 1), "up_to")) {
            throw StripeError.invalid("tiers", "The last tier must be open: up_to=inf.");
        }
        return tiers;
    }

    private void freeLookupKey(Params params) {
        String key = params.text("lookup_key");
        for (ObjectNode price : world.all("price")) {
            if (key != null && key.equals(Json.text(price, "lookup_key"))) {
                if (!params.flag("transfer_lookup_key", false)) {
                    throw StripeError.invalid(
                            "lookup_key", "A price (`" + Json.text(price, "id") + "`) already uses that lookup key.");
                }
                price.putNull("lookup_key");
                world.events().emit("price.updated", price);
            }
        }
    }

    ObjectNode updatePrice(String id, Params params) {
        params.only("active", "nickname", "metadata", "lookup_key", "transfer_lookup_key", "tax_behavior");
        ObjectNode price = world.get("price", id);
        if (params.has("lookup_key")
                && !String.valueOf(params.text("lookup_key")).equals(Json.text(price, "lookup_key"))) {
            freeLookupKey(params);
        }
        params.copyTexts(price, "nickname", "lookup_key", "tax_behavior");
        price.put("active", params.flag("active", price.get("active").asBoolean()));
        params.mergeMetadata(price);
        world.events().emitIfChanged("price.updated", price);
        return price;
    }

    ObjectNode listPrices(Params params) {
        params.only(
                "active",
                "product",
                "lookup_keys",
                "currency",
                "type",
                "created",
                "limit",
                "starting_after",
                "ending_before");
        List<String> keys = params.texts("lookup_keys");
        List<ObjectNode> matching = world.all("price").stream()
                .filter(price -> sameActive(price, params))
                .filter(price -> same(price, params, "product", "currency", "type"))
                .filter(price -> keys.isEmpty() || keys.contains(Json.text(price, "lookup_key")))
                .toList();
        return Page.of("/v1/prices", matching, params);
    }

    private static boolean sameActive(ObjectNode object, Params params) {
        return !params.has("active") || object.get("active").asBoolean() == params.flag("active", true);
    }

    /** Whether an object has what the parameters of these names ask for. */
    static boolean same(ObjectNode object, Params params, String... names) {
        for (String name : names) {
            if (params.text(name) != null && !params.text(name).equals(Json.text(object, name))) {
                return false;
            }
        }
        return true;
    }
}
