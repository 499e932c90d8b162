package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Quantity;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.wheelwright.api.schema.QuantitySchema;

/** What everything in a spoke's namespace may use together. */
@SchemaCustomizer(QuantitySchema.class)
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Quota(
        @JsonPropertyDescription("Sum of the processor limits, such as 4.") @Required
        Quantity cpu,

        @JsonPropertyDescription("Sum of the memory limits, such as 4Gi.") @Required
        Quantity memory,

        @JsonPropertyDescription("Sum of the volumes, such as 20Gi.") @Required
        Quantity storage) {}
