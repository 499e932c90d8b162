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

/** What is seen of a product. */
@SchemaCustomizer(ConditionsSchema.class)
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProductStatus(
        @JsonPropertyDescription("Generation of the spec that this status speaks of.") @Min(0) @Max(Bounds.WHOLE)
        Long observedGeneration,

        @JsonPropertyDescription("Ready says whether spokes can be made from this product.") @Size(max = 16)
        List<Condition> conditions,

        @JsonPropertyDescription("What each plan resolves to.") @Size(max = 16)
        List<PlanStatus> plans,

        @JsonPropertyDescription("Number of spokes of this product.") @Min(0) @Max(1000000)
        Integer spokes) {

    public ProductStatus {
        conditions = Absent.asEmpty(conditions);
        plans = Absent.asEmpty(plans);
    }
}
