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

/** The license in the spoke's namespace; never the license itself. */
@SchemaCustomizer(InstantSchema.class)
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LicenseStatus(
        @JsonPropertyDescription("Grows with every change of what the license says.") @Min(0) @Max(Bounds.WHOLE)
        Long revision,

        @JsonPropertyDescription("Id of the license.") @Size(max = 63)
        String jti,

        @JsonPropertyDescription("When it expires; it is renewed before.") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant expiresAt,

        @JsonPropertyDescription("SHA-256 of what the license says; a new one is issued when it changes.")
        @Size(max = 71)
        String hash) {}
