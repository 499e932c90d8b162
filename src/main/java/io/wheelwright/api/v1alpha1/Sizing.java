package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Quantity;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.wheelwright.api.schema.DescriptionSchema;
import io.wheelwright.api.schema.QuantitySchema;

/** What a component asks for. */
@SchemaCustomizer(value = DescriptionSchema.class, input = "What a component asks for.")
@SchemaCustomizer(QuantitySchema.class)
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Sizing(
        @JsonPropertyDescription("Processor time asked for, such as 250m. The limit is twice that.") @Required
        Quantity cpu,

        @JsonPropertyDescription("Memory asked for, such as 256Mi. The limit is twice that.") @Required
        Quantity memory) {}
