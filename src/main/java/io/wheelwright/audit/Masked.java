package io.wheelwright.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.wheelwright.Json;
import java.util.Map;
import java.util.regex.Pattern;

/** JSON for the audit: a text whose name says that it is a secret is masked, at whatever depth. */
final class Masked {

    private static final TextNode MASK = TextNode.valueOf("***");
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|passwd|passphrase|secret|token|api[-_]?key|private[-_]?key|credential).*");

    private Masked() {}

    /** Null for null. */
    static String write(Object value) {
        if (value == null) {
            return null;
        }
        JsonNode tree = Json.tree(value);
        mask(tree);
        return Json.write(tree);
    }

    private static void mask(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (field.getValue().isTextual()
                        && SECRET.matcher(field.getKey()).matches()) {
                    field.setValue(MASK);
                }
            }
        }
        node.forEach(Masked::mask);
    }
}
