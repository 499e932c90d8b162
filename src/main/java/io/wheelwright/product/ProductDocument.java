package io.wheelwright.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wheelwright.problem.Check;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A product on the wire and as the spec of a resource. Both say the same: on the wire limits and features of a plan stand
 * beside its other fields, numbers being limits and booleans features, and names are in snake_case.
 */
final class ProductDocument {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Content that is the chart's own: its names are left alone. */
    private static final Set<String> OPAQUE = Set.of("values");

    private static final Set<String> PRODUCT = Set.of("id", "name", "version", "description", "active");
    private static final Map<String, String> PRODUCT_FIELDS =
            Map.of("name", "displayName", "version", "version", "description", "description", "active", "active");

    /** Fields of a plan that are no limits and no features. */
    private static final Set<String> PLAN = Set.of(
            "id",
            "displayName",
            "stripePriceId",
            "price",
            "trialDays",
            "trial",
            "trialGraceDays",
            "graceDays",
            "retentionDays",
            "priority",
            "limits",
            "features",
            "resources",
            "packs",
            "customPacks",
            "values");

    private static final Set<String> REST =
            Set.of("image", "chart", "agent", "meters", "unlicensed", "egress", "hooks", "upgradePolicy");

    private ProductDocument() {}

    /** The spec that the document asks for; names every field that has no place in it. */
    static ObjectNode toSpec(ObjectNode wire) {
        Check check = new Check();
        ObjectNode spec = JSON.objectNode();
        ObjectNode product = object(check, "product", wire.get("product"), true);
        product.fields().forEachRemaining(field -> {
            if (!PRODUCT.contains(field.getKey())) {
                check.error("product." + field.getKey(), "is unknown");
            } else if (PRODUCT_FIELDS.containsKey(field.getKey())) {
                put(spec, PRODUCT_FIELDS.get(field.getKey()), field.getValue());
            }
        });
        ObjectNode os = object(check, "os", wire.get("os"), false);
        os.fields().forEachRemaining(field -> {
            if (field.getKey().equals("version")) {
                put(spec, "osVersion", field.getValue());
            } else {
                check.error("os." + field.getKey(), "is unknown");
            }
        });
        wire.fields().forEachRemaining(field -> {
            String name = WireNames.toResource(field.getKey());
            if (REST.contains(name)) {
                put(spec, name, renamed(field.getValue(), WireNames::toResource));
            } else if (!Set.of("product", "os", "packs", "plans").contains(field.getKey())) {
                check.error(field.getKey(), "is unknown");
            }
        });
        list(check, "packs", wire.get("packs"), spec, (path, pack) -> renamed(pack, WireNames::toResource));
        list(check, "plans", wire.get("plans"), spec, (path, plan) -> planSpec(check, path, plan));
        if (!wire.hasNonNull("plans")) {
            check.error("plans", "is required");
        }
        named(check, "plans", wire.path("plans"), "id");
        named(check, "packs", wire.path("packs"), "name");
        named(check, "meters", wire.path("meters"), "name");
        check.done();
        return spec;
    }

    /** The document that stands for the spec. */
    static ObjectNode toWire(String id, ObjectNode spec) {
        ObjectNode wire = JSON.objectNode();
        ObjectNode product = wire.putObject("product").put("id", id);
        put(product, "name", spec.get("displayName"));
        put(product, "version", spec.get("version"));
        put(product, "description", spec.get("description"));
        put(product, "active", spec.get("active"));
        put(wire.putObject("os"), "version", spec.get("osVersion"));
        wire.set("packs", spec.has("packs") ? renamed(spec.get("packs"), WireNames::toWire) : JSON.arrayNode());
        ArrayNode plans = wire.putArray("plans");
        spec.path("plans").forEach(plan -> plans.add(planWire(plan)));
        REST.stream()
                .sorted()
                .filter(spec::has)
                .forEach(name -> wire.set(WireNames.toWire(name), renamed(spec.get(name), WireNames::toWire)));
        return wire;
    }

    /** Where a field of the spec stands on the wire. */
    static String wireName(String field) {
        String path = field.replaceFirst("^spec\\.", "");
        return switch (path) {
            case "displayName" -> "product.name";
            case "version" -> "product.version";
            case "description" -> "product.description";
            case "active" -> "product.active";
            case "osVersion" -> "os.version";
            case "metadata.name" -> "product.id";
            default -> WireNames.toWire(path.replaceAll("\\.(limits|features)\\.", "."));
        };
    }

    /** Entries of these lists are told apart by a field; without it the API server cannot even look at them. */
    private static void named(Check check, String field, JsonNode list, String key) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).isObject() && !list.get(i).path(key).isTextual()) {
                check.error(field + "[" + i + "]." + key, "must be a string");
            }
        }
    }

    private static JsonNode planSpec(Check check, String path, JsonNode plan) {
        ObjectNode spec = JSON.objectNode();
        ObjectNode limits = JSON.objectNode();
        ObjectNode features = JSON.objectNode();
        plan.fields().forEachRemaining(field -> {
            String name = WireNames.toResource(field.getKey());
            JsonNode value = field.getValue();
            if (name.equals("limits")) {
                renamed(value, WireNames::toResource)
                        .fields()
                        .forEachRemaining(f -> limits.set(f.getKey(), f.getValue()));
            } else if (name.equals("features")) {
                renamed(value, WireNames::toResource)
                        .fields()
                        .forEachRemaining(f -> features.set(f.getKey(), f.getValue()));
            } else if (PLAN.contains(name)) {
                put(spec, name, OPAQUE.contains(name) ? value : renamed(value, WireNames::toResource));
            } else if (value.isIntegralNumber() || value.asText().equals("unlimited")) {
                limits.set(name, value);
            } else if (value.isBoolean()) {
                features.set(name, value);
            } else {
                check.error(path + "." + field.getKey(), "must be a whole number, \"unlimited\", true or false");
            }
        });
        if (!limits.isEmpty()) {
            spec.set("limits", limits);
        }
        if (!features.isEmpty()) {
            spec.set("features", features);
        }
        return spec;
    }

    private static ObjectNode planWire(JsonNode plan) {
        ObjectNode wire = JSON.objectNode();
        plan.fields().forEachRemaining(field -> {
            String name = field.getKey();
            if (name.equals("limits") || name.equals("features")) {
                field.getValue().fields().forEachRemaining(entry -> beside(wire, name, entry));
            } else {
                put(
                        wire,
                        WireNames.toWire(name),
                        OPAQUE.contains(name) ? field.getValue() : renamed(field.getValue(), WireNames::toWire));
            }
        });
        if (!wire.has("custom_packs")) {
            wire.put("custom_packs", false);
        }
        return wire;
    }

    /** A limit or feature that is called like a field of a plan keeps its own place. */
    private static void beside(ObjectNode wire, String group, Map.Entry<String, JsonNode> entry) {
        String name = WireNames.toWire(entry.getKey());
        if (PLAN.contains(entry.getKey())) {
            wire.withObjectProperty(group).set(name, entry.getValue());
        } else {
            wire.set(name, entry.getValue());
        }
    }

    private static JsonNode renamed(JsonNode node, UnaryOperator<String> names) {
        if (node.isArray()) {
            ArrayNode list = JSON.arrayNode();
            node.forEach(entry -> list.add(renamed(entry, names)));
            return list;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = JSON.objectNode();
        node.fields()
                .forEachRemaining(field -> object.set(
                        names.apply(field.getKey()),
                        OPAQUE.contains(field.getKey()) ? field.getValue() : renamed(field.getValue(), names)));
        return object;
    }

    private static ObjectNode object(Check check, String field, JsonNode value, boolean required) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        if (required || (value != null && !value.isNull())) {
            check.error(field, value == null ? "is required" : "must be an object");
        }
        return JSON.objectNode();
    }

    /** Turns one entry of a list. */
    private interface Entry {
        JsonNode of(String path, JsonNode entry);
    }

    private static void list(Check check, String field, JsonNode values, ObjectNode spec, Entry entry) {
        if (values == null || values.isNull()) {
            return;
        }
        if (!values.isArray()) {
            check.error(field, "must be a list");
            return;
        }
        ArrayNode list = spec.putArray(field);
        for (int i = 0; i < values.size(); i++) {
            String path = field + "[" + i + "]";
            if (values.get(i).isObject()) {
                list.add(entry.of(path, values.get(i)));
            } else {
                check.error(path, "must be an object");
            }
        }
    }

    private static void put(ObjectNode target, String name, JsonNode value) {
        if (value != null && !value.isNull()) {
            target.set(name, value);
        }
    }
}
