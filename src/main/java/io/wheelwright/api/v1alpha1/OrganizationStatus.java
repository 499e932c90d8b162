package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.wheelwright.api.schema.ConditionsSchema;
import java.util.List;

/** What is seen of an organization. */
@SchemaCustomizer(ConditionsSchema.class)
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OrganizationStatus(
        @JsonPropertyDescription("Generation of the spec that this status speaks of.") @Min(0) @Max(Bounds.WHOLE)
        Long observedGeneration,

        @JsonPropertyDescription(
                "Ready is the summary; Entitled says whether billing lets the spokes run, and why not.")
        @Size(max = 16)
        List<Condition> conditions,

        @JsonPropertyDescription("What the customer may do now.")
        Access access,

        @JsonPropertyDescription("Plan in effect.") @Size(max = 63)
        String plan,

        @JsonPropertyDescription("Number of spokes.") @Min(0) @Max(1000000)
        Integer spokes,

        @JsonPropertyDescription("For the table of kubectl get; wait for a condition instead.") @Size(max = 63)
        String phase) {

    public OrganizationStatus {
        conditions = Absent.asEmpty(conditions);
    }
}
