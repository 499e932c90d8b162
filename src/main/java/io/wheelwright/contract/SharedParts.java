package io.wheelwright.contract;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Parts that are described once: parameters, pages, and what may be null. */
final class SharedParts {

    /** Schemas that the scan takes from libraries, and what this document says instead. */
    private static final String INSTANT = "Instant";

    private static final String SCANNED = "OK";
    private static final String PAGE = "Page";
    private static final String PART = "A part of a list.";
    private static final String REFERENCE = "#/components/schemas/";
    private static final Set<String> FOREIGN = Set.of(
            INSTANT,
            "JsonNode",
            "JsonNodeType",
            "ObjectNode",
            "MediaType",
            "OutboundSseEvent",
            "PageJsonNode",
            "HttpProblem",
            "HttpValidationProblem",
            "Violation");

    private final Components components;

    SharedParts(Components components) {
        this.components = components;
    }

    /** Replaces the operation's parameters by references to those that are described. */
    void share(Operation operation) {
        if (operation.getParameters() != null) {
            operation.setParameters(
                    operation.getParameters().stream().map(this::shared).toList());
        }
    }

    /** A response without a description is described as what it carries. */
    void describe(APIResponse response) {
        if (SCANNED.equals(response.getDescription())) {
            response.getContent().getMediaTypes().values().stream()
                    .map(type -> type.getSchema().getRef().substring(REFERENCE.length()))
                    .findFirst()
                    .ifPresent(name -> response.description(
                            name.startsWith(PAGE)
                                    ? PART
                                    : components.getSchemas().get(name).getDescription()));
        }
    }

    /** Says of every schema what may be null: each property that is not required. */
    void tidySchemas() {
        components.getSchemas().forEach((name, schema) -> {
            if (name.startsWith(PAGE)) {
                describePage(schema);
            }
            properties(schema).forEach((field, property) -> tidy(schema, field, property));
        });
        FOREIGN.forEach(components::removeSchema);
    }

    private Parameter shared(Parameter parameter) {
        return components.getParameters().entrySet().stream()
                .filter(known -> known.getValue().getName().equals(parameter.getName())
                        && known.getValue().getIn() == parameter.getIn())
                .findFirst()
                .map(known -> OASFactory.createParameter().ref(known.getKey()))
                .orElseThrow(() -> new IllegalStateException(
                        "META-INF/openapi.yaml does not describe the parameter " + parameter.getName()));
    }

    private static void describePage(Schema page) {
        page.description(PART).required(List.of("items", "total"));
        Map<String, Schema> fields = page.getProperties();
        fields.get("items").description("The items of this part.");
        fields.get("total").description("How many there are in all.");
        fields.get("next_cursor").description("Where the next part begins; null at the end.");
    }

    private static void tidy(Schema owner, String field, Schema property) {
        if ((REFERENCE + INSTANT).equals(property.getRef())) {
            property.ref(null).addType(SchemaType.STRING).format("date-time");
        }
        if ((REFERENCE + "JsonNode").equals(property.getRef())) {
            property.ref(null);
        }
        Collection<String> required = Objects.requireNonNullElse(owner.getRequired(), List.of());
        if (!required.contains(field) && property.getType() != null) {
            property.addType(SchemaType.NULL);
        }
    }

    private static Map<String, Schema> properties(Schema schema) {
        return Objects.requireNonNullElse(schema.getProperties(), Map.of());
    }
}
