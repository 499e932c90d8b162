package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.wheelwright.api.schema.DescriptionSchema;

/** A pack and its version. */
@SchemaCustomizer(value = DescriptionSchema.class, input = "A pack and its version.")
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PackStatus(
        @JsonPropertyDescription("Name of the pack.") @Size(max = 128)
        String name,

        @JsonPropertyDescription("Its version.") @Size(max = 128)
        String version) {}
