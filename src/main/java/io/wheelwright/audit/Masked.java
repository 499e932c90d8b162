package io.wheelwright.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.wheelwright.Json;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A change as the audit keeps it, for good: as JSON without secrets. What is named like a secret is masked whole, but for
 * numbers and booleans, which are limits and features. Of a chart's {@code values}, in which anything may be called
 * anything, only the paths are kept whose content has changed.
 *
 * @param before null for null, as is after
 */
record Masked(String before, String after) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final TextNode MASK = TextNode.valueOf("***");
    private static final String VALUES = "values";

    private static final Pattern SECRET =
            Pattern.compile("(?i).*(passw|passphrase|pwd|secret|token|credential|dsn|auth(?!or)"
                    + "|connection[-_]?string|(api|access|private|signing|encryption)[-_]?key).*");

    /** The password of a URL, the secret half of a pair, and what the API server quotes when it refuses it. */
    private static final Pattern USER_INFO =
            Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]{0,30}://[^\\s/?#@:]*):[^\\s/?#@]*@");

    private static final Pattern PAIR =
            Pattern.compile("(?i)((?:password|passwd|pwd|secret|token|api[-_]?key)\\s*=\\s*)[^\\s;&,]+");
    private static final Pattern REFUSED = Pattern.compile(
            "((?:Invalid|Unsupported|Duplicate) value: )(?:\"(?:[^\"\\\\]++|\\\\.)*+\"|\\{.*}|\\[.*]|[^\\s:,]+)",
            Pattern.DOTALL);

    static Masked of(Object before, Object after) {
        JsonNode was = tree(before);
        JsonNode becomes = tree(after);
        return new Masked(write(before, was, becomes), write(after, becomes, was));
    }

    private static JsonNode tree(Object value) {
        return value == null ? MissingNode.getInstance() : Json.tree(value);
    }

    private static String write(Object value, JsonNode tree, JsonNode other) {
        return value == null ? null : Json.write(masked(tree, other));
    }

    private static JsonNode masked(JsonNode node, JsonNode other) {
        if (node.isTextual()) {
            return TextNode.valueOf(text(node.asText()));
        }
        if (node.isArray()) {
            ArrayNode list = JSON.arrayNode();
            for (int i = 0; i < node.size(); i++) {
                list.add(masked(node.get(i), other.path(i)));
            }
            return list;
        }
        return node.isObject() ? object(node, other) : node;
    }

    private static JsonNode object(JsonNode node, JsonNode other) {
        boolean namesSecret = isSecret(node.path("name").asText());
        ObjectNode object = JSON.objectNode();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            boolean secret = isSecret(name) || (namesSecret && name.equals("value"));
            object.set(name, secret ? whole(field.getValue()) : part(name, field.getValue(), other.path(name)));
        }
        return object;
    }

    private static JsonNode whole(JsonNode secret) {
        return secret.isTextual() || secret.isContainerNode() ? MASK : secret;
    }

    private static JsonNode part(String name, JsonNode value, JsonNode other) {
        return name.equals(VALUES) && value.isObject() ? changedPaths(value, other) : masked(value, other);
    }

    private static JsonNode changedPaths(JsonNode values, JsonNode other) {
        Map<String, JsonNode> there = new TreeMap<>();
        leaves("", other, there);
        Map<String, JsonNode> here = new TreeMap<>();
        leaves("", values, here);
        here.entrySet().removeAll(there.entrySet());
        ObjectNode paths = JSON.objectNode();
        here.keySet().forEach(path -> paths.set(path, MASK));
        return paths;
    }

    private static void leaves(String path, JsonNode node, Map<String, JsonNode> leaves) {
        if (!node.isObject() || node.isEmpty()) {
            leaves.put(path, node);
            return;
        }
        node.properties()
                .forEach(field -> leaves(
                        path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), leaves));
    }

    private static boolean isSecret(String name) {
        return SECRET.matcher(name).matches();
    }

    private static String text(String text) {
        String said = USER_INFO.matcher(text).replaceAll("$1:***@");
        said = PAIR.matcher(said).replaceAll("$1***");
        return REFUSED.matcher(said).replaceAll("$1***");
    }
}
