package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.wheelwright.api.schema.InstantSchema;
import java.time.Instant;

/** The deployed Helm release. */
@SchemaCustomizer(InstantSchema.class)
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReleaseStatus(
        @JsonPropertyDescription("Name of the chart.") @Size(max = 253)
        String chart,

        @JsonPropertyDescription("Version of the chart.") @Size(max = 63)
        String version,

        @JsonPropertyDescription("Revision of the release.") @Min(0) @Max(2147483647)
        Integer revision,

        @JsonPropertyDescription("SHA-256 of the values.") @Size(max = 71)
        String valuesDigest,

        @JsonPropertyDescription("ControllerRevision of the product's version that it was rendered from.")
        @Size(max = 253)
        String snapshot,

        @JsonPropertyDescription("When it was deployed.") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant deployedAt) {}
