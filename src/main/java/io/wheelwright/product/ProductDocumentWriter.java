package io.wheelwright.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Stream;

/** Writes the spec of a Product as the document that stands for it on the wire. */
final class ProductDocumentWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ProductDocumentWriter() {}

    static ObjectNode write(String id, ObjectNode spec) {
        ObjectNode wire = JSON.objectNode();
        ObjectNode product = wire.putObject("product").put("id", id);
        Stream.of("name", "version", "description", "active")
                .forEach(name -> put(product, name, spec.get(ProductFields.OF_PRODUCT.get(name))));
        put(wire.putObject("os"), "version", spec.get("osVersion"));
        wire.set("packs", spec.has("packs") ? ProductFields.across(spec.get("packs")) : JSON.arrayNode());
        ArrayNode plans = wire.putArray("plans");
        spec.path("plans").forEach(plan -> plans.add(plan(plan)));
        ProductFields.ALIKE.stream()
                .sorted()
                .filter(spec::has)
                .forEach(name -> wire.set(WireNames.across(name), ProductFields.across(name, spec.get(name))));
        return wire;
    }

    private static ObjectNode plan(JsonNode plan) {
        ObjectNode wire = JSON.objectNode();
        plan.fields().forEachRemaining(field -> {
            String name = field.getKey();
            if (!name.equals("limits") && !name.equals("features")) {
                put(wire, WireNames.across(name), ProductFields.across(name, field.getValue()));
            }
        });
        plan.path("limits").fields().forEachRemaining(limit -> allow(wire, "limits", limit));
        plan.path("features").fields().forEachRemaining(feature -> allow(wire, "features", feature));
        if (!wire.has("custom_packs")) {
            wire.put("custom_packs", false);
        }
        return wire;
    }

    /** A limit or feature stands beside the plan's fields, unless something else there has its name. */
    private static void allow(ObjectNode wire, String group, Map.Entry<String, JsonNode> entry) {
        String name = WireNames.across(entry.getKey());
        boolean taken = ProductFields.looksLikeOneOfPlan(entry.getKey()) || wire.has(name);
        (taken ? wire.withObjectProperty(group) : wire).set(name, entry.getValue());
    }

    private static void put(ObjectNode target, String name, JsonNode value) {
        if (value != null && !value.isNull()) {
            target.set(name, value);
        }
    }
}
