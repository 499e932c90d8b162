package io.wheelwright.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * The fields that a product has, by the names of the resource. On the wire, limits and features of a plan stand beside
 * its other fields, numbers being limits and booleans features, and names are in snake_case.
 */
final class ProductFields {

    /** Fields of the resource that are the wire's {@code product}; the wire adds the id. */
    static final Map<String, String> OF_PRODUCT =
            Map.of("name", "displayName", "version", "version", "description", "description", "active", "active");

    /** Fields that are called alike on both sides. */
    static final Set<String> ALIKE =
            Set.of("image", "chart", "agent", "meters", "unlicensed", "egress", "hooks", "upgradePolicy");

    /** Fields of a plan; every other one is a limit or a feature. */
    private static final Set<String> OF_PLAN = Set.of(
            "id",
            "displayName",
            "stripePriceId",
            "price",
            "trialDays",
            "trial",
            "trialGraceDays",
            "graceDays",
            "graceFullDays",
            "onDispute",
            "onFullRefund",
            "onPausedCollection",
            "onPausedTrial",
            "retentionDays",
            "onEnd",
            "priority",
            "limits",
            "features",
            "resources",
            "packs",
            "customPacks",
            "values");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ProductFields() {}

    static boolean isOfPlan(String name) {
        return OF_PLAN.contains(name);
    }

    /** Whether a limit or feature of this name cannot stand beside the plan's fields: somebody would mix them up. */
    static boolean looksLikeOneOfPlan(String name) {
        return OF_PLAN.contains(name) || OF_PLAN.contains(WireNames.across(name));
    }

    /** The same content with the names of the other side; what is the chart's own is left alone. */
    static JsonNode across(String field, JsonNode content) {
        return field.equals("values") ? content : across(content);
    }

    static JsonNode across(JsonNode content) {
        if (content.isArray()) {
            ArrayNode list = JSON.arrayNode();
            content.forEach(entry -> list.add(across(entry)));
            return list;
        }
        if (!content.isObject()) {
            return content;
        }
        ObjectNode object = JSON.objectNode();
        content.fields()
                .forEachRemaining(field ->
                        object.set(WireNames.across(field.getKey()), across(field.getKey(), field.getValue())));
        return object;
    }

    /** Where the field that the API server complains about stands on the wire. */
    static String ofCause(String field) {
        String path = field.replaceFirst("^spec\\.", "");
        return switch (path) {
            case "spec" -> "product";
            case "displayName" -> "product.name";
            case "version" -> "product.version";
            case "description" -> "product.description";
            case "active" -> "product.active";
            case "osVersion" -> "os.version";
            case "metadata.name" -> "product.id";
            default -> WireNames.across(path.replaceAll("\\.(limits|features)\\.", "."));
        };
    }
}
