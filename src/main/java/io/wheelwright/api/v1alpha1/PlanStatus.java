package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.wheelwright.api.schema.DescriptionSchema;
import java.util.List;

/** What a plan resolves to. */
@SchemaCustomizer(value = DescriptionSchema.class, input = "What a plan resolves to.")
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PlanStatus(
        @JsonPropertyDescription("Id of the plan.") @Size(max = 63)
        String id,

        @JsonPropertyDescription("Packs of the plan, each with the version that is installed.") @Size(max = 128)
        List<PackStatus> packs) {

    public PlanStatus {
        packs = Absent.asEmpty(packs);
    }
}
