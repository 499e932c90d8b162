package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.wheelwright.api.schema.QuantitySchema;
import java.util.Map;

/** How large the spokes of a plan are. */
@ValidationRule(
        value = "!has(self.components) || self.components.all(name, name.size() <= 63)",
        message = "Names of components have at most 63 characters")
@SchemaCustomizer(QuantitySchema.class)
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PlanResources(
        @JsonPropertyDescription(
                "What a spoke's namespace may use in all. Leave room beside the components for the agent and for "
                        + "jobs.")
        Quota quota,

        @JsonPropertyDescription("Size of each component, by the chart's name for it, such as api and database.")
        @Size(max = 16)
        Map<String, Sizing> components,

        @JsonPropertyDescription("Size of the database's volume, such as 10Gi.")
        Quantity storage) {

    public PlanResources {
        components = Absent.asEmpty(components);
    }
}
