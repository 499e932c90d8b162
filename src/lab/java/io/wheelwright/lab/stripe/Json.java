package io.wheelwright.lab.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.stream.StreamSupport;

/** JSON as Stripe writes it: a field without a value is there, as null. */
final class Json {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** An object of names and values in turn. */
    static ObjectNode object(Object... pairs) {
        ObjectNode object = MAPPER.createObjectNode();
        for (int i = 0; i < pairs.length; i += 2) {
            object.set((String) pairs[i], MAPPER.valueToTree(pairs[i + 1]));
        }
        return object;
    }

    static ArrayNode array(Collection<? extends JsonNode> values) {
        return MAPPER.createArrayNode().addAll(values);
    }

    /** Stripe's list object, complete in one page. */
    static ObjectNode list(String url, Collection<? extends JsonNode> data) {
        return object("object", "list", "data", array(data), "has_more", false, "url", url);
    }

    /** The text of a field, or null. */
    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isNull() || value.isMissingNode() ? null : value.asText();
    }

    static long number(JsonNode object, String field) {
        return object.path(field).asLong();
    }

    static boolean isSet(JsonNode object, String field) {
        return object.hasNonNull(field);
    }

    static List<ObjectNode> objects(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(ObjectNode.class::cast)
                .toList();
    }

    static byte[] bytes(JsonNode value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
