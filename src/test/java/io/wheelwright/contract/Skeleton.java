package io.wheelwright.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Random;

/** Values that fit a schema: its example where it has one, with more of its properties now and then. */
final class Skeleton {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int ONE_IN = 3;

    private final OpenApiDocument document;
    private final Map<String, String> known;
    private final Random random;

    /**
     * Values of a schema.
     *
     * @param known names of things that exist, by the names of the fields that hold them
     */
    Skeleton(OpenApiDocument document, Map<String, String> known, Random random) {
        this.document = document;
        this.known = known;
        this.random = random;
    }

    JsonNode of(JsonNode reference) {
        JsonNode schema = document.resolve(reference);
        return switch (type(schema)) {
            case "object" -> object(schema);
            case "array" -> array(schema);
            case "integer", "number" -> JSON.numberNode(schema.path("minimum").asLong(1));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            default -> JSON.textNode(text(schema));
        };
    }

    private ObjectNode object(JsonNode schema) {
        ObjectNode object =
                schema.has("examples") ? schema.path("examples").path(0).deepCopy() : JSON.objectNode();
        schema.path("properties").fields().forEachRemaining(property -> {
            if (known.containsKey(property.getKey())) {
                object.put(property.getKey(), known.get(property.getKey()));
            } else if (!object.has(property.getKey())
                    && (isRequired(schema, property.getKey()) || random.nextInt(ONE_IN) == 0)) {
                object.set(property.getKey(), of(property.getValue()));
            }
        });
        return object;
    }

    private ArrayNode array(JsonNode schema) {
        return JSON.arrayNode().add(of(schema.path("items")));
    }

    private String text(JsonNode schema) {
        JsonNode choice = schema.path("enum");
        if (choice.isArray()) {
            return choice.path(random.nextInt(choice.size())).asText();
        }
        return schema.has("example") ? schema.path("example").asText() : "a" + random.nextInt(ONE_IN);
    }

    private static boolean isRequired(JsonNode schema, String property) {
        for (JsonNode name : schema.path("required")) {
            if (name.asText().equals(property)) {
                return true;
            }
        }
        return false;
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.path(0).asText();
        }
        return schema.has("properties") ? "object" : type.asText("string");
    }
}
