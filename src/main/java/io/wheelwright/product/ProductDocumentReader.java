package io.wheelwright.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wheelwright.problem.Check;
import java.util.Set;

/** Reads a product document as the spec of a Product; names every field that has no place in it. */
final class ProductDocumentReader {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> PARTS = Set.of("product", "os", "packs", "plans");

    private final Check check = new Check();
    private final ObjectNode spec = JSON.objectNode();

    private ProductDocumentReader() {}

    static ObjectNode read(ObjectNode wire) {
        ProductDocumentReader reader = new ProductDocumentReader();
        reader.check.storable("", wire);
        reader.product(reader.object("product", wire.get("product")));
        if (!wire.path("os").isMissingNode() && !wire.path("os").isNull()) {
            reader.os(reader.object("os", wire.get("os")));
        }
        wire.fields().forEachRemaining(field -> reader.part(field.getKey(), field.getValue()));
        reader.entries("packs", "name", wire.path("packs"), (path, pack) -> ProductFields.across(pack));
        reader.check.required("plans", wire.hasNonNull("plans") ? wire.get("plans") : null);
        reader.entries("plans", "id", wire.path("plans"), reader::plan);
        reader.named("meters", "name", wire.path("meters"));
        reader.check.done();
        return reader.spec;
    }

    private void product(ObjectNode product) {
        product.fields().forEachRemaining(field -> {
            if (ProductFields.OF_PRODUCT.containsKey(field.getKey())) {
                put(spec, ProductFields.OF_PRODUCT.get(field.getKey()), field.getValue());
            } else if (!field.getKey().equals("id")) {
                check.error("product." + field.getKey(), "is unknown");
            }
        });
    }

    private void os(ObjectNode os) {
        os.fields().forEachRemaining(field -> {
            if (field.getKey().equals("version")) {
                put(spec, "osVersion", field.getValue());
            } else {
                check.error("os." + field.getKey(), "is unknown");
            }
        });
    }

    private void part(String wireName, JsonNode value) {
        String name = WireNames.across(wireName);
        if (ProductFields.ALIKE.contains(name)) {
            put(spec, name, ProductFields.across(name, value));
        } else if (!PARTS.contains(wireName)) {
            check.error(wireName, "is unknown");
        }
    }

    private JsonNode plan(String path, JsonNode wire) {
        ObjectNode plan = JSON.objectNode();
        wire.fields().forEachRemaining(field -> {
            String name = WireNames.across(field.getKey());
            String at = path + "." + field.getKey();
            JsonNode value = field.getValue();
            if (name.equals("limits") || name.equals("features")) {
                group(plan, name, at, value);
            } else if (ProductFields.isOfPlan(name)) {
                put(plan, name, ProductFields.across(name, value));
            } else if (ProductFields.looksLikeOneOfPlan(name)) {
                check.error(at, "is written " + name);
            } else if (value.isIntegralNumber() || value.asText().equals("unlimited")) {
                allow(plan, "limits", at, name, value);
            } else if (value.isBoolean()) {
                allow(plan, "features", at, name, value);
            } else {
                check.error(at, "must be a whole number, \"unlimited\", true or false");
            }
        });
        return plan;
    }

    private void group(ObjectNode plan, String group, String path, JsonNode values) {
        object(path, values)
                .fields()
                .forEachRemaining(entry -> allow(
                        plan, group, path + "." + entry.getKey(), WireNames.across(entry.getKey()), entry.getValue()));
    }

    private void allow(ObjectNode plan, String group, String at, String name, JsonNode value) {
        if (plan.withObjectProperty(group).has(name)) {
            check.error(at, "is there twice");
        }
        plan.withObjectProperty(group).set(name, value);
    }

    private ObjectNode object(String field, JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        check.error(field, value == null ? "is required" : "must be an object");
        return JSON.objectNode();
    }

    /** Turns one entry of a list. */
    private interface Entry {
        JsonNode of(String path, JsonNode entry);
    }

    private void entries(String field, String key, JsonNode values, Entry entry) {
        if (values.isMissingNode() || values.isNull()) {
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
        named(field, key, values);
    }

    /** Entries of these lists are told apart by a field; without it the API server cannot even look at them. */
    private void named(String field, String key, JsonNode list) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).isObject() && !list.get(i).path(key).isTextual()) {
                check.error(field + "[" + i + "]." + key, "must be a string");
            }
        }
    }

    private static void put(ObjectNode target, String name, JsonNode value) {
        if (value != null && !value.isNull()) {
            target.set(name, value);
        }
    }
}
