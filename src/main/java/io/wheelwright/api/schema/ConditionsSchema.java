package io.wheelwright.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The property {@code conditions} is a list of conditions as Kubernetes itself defines them, one a type. */
public final class ConditionsSchema implements SchemaCustomizer.Customizer {

    private static final List<JsonNode> STATUSES =
            List.of(new TextNode("False"), new TextNode("True"), new TextNode("Unknown"));

    @Override
    public JSONSchemaProps apply(JSONSchemaProps schema, String input, KubernetesSerialization serialization) {
        var conditions = schema.getProperties().get("conditions");
        KeyedListSchema.key(conditions, "type");
        conditions.getItems().setSchema(condition());
        return schema;
    }

    private static JSONSchemaProps condition() {
        return new JSONSchemaPropsBuilder()
                .withType("object")
                .withDescription("Something that holds, does not hold, or is not known, and why.")
                .withRequired("lastTransitionTime", "message", "reason", "status", "type")
                .withProperties(new TreeMap<>(Map.of(
                        "type",
                        text("What the condition is about.", 316).build(),
                        "status",
                        text("Whether it holds.", 7).withEnum(STATUSES).build(),
                        "reason",
                        text("Why, in one word that software may match.", 1024).build(),
                        "message",
                        text("Why, for people.", 32768).build(),
                        "observedGeneration",
                        generation().build(),
                        "lastTransitionTime",
                        text("Since when its status is what it is.", 32).build())))
                .build();
    }

    private static JSONSchemaPropsBuilder text(String description, long longest) {
        return new JSONSchemaPropsBuilder()
                .withType("string")
                .withDescription(description)
                .withMaxLength(longest);
    }

    private static JSONSchemaPropsBuilder generation() {
        return new JSONSchemaPropsBuilder()
                .withType("integer")
                .withFormat("int64")
                .withDescription("Generation of the spec that it speaks of.")
                .withMinimum(0.0);
    }
}
