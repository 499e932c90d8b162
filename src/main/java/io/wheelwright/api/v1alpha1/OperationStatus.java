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

/** The operation that is going on. */
@SchemaCustomizer(InstantSchema.class)
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OperationStatus(
        @JsonPropertyDescription("Id of the operation.") @Size(max = 63)
        String id,

        @JsonPropertyDescription("What it does: deploy, update or delete.")
        OperationType type,

        @JsonPropertyDescription("How far it is, in percent.") @Min(0) @Max(100)
        Integer progress,

        @JsonPropertyDescription("Attempts so far; only those count that changed something and failed, or stood still.")
        @Min(0)
        @Max(1000000)
        Integer attempt,

        @JsonPropertyDescription("Attempts after which it is stalled.") @Min(0) @Max(1000000)
        Integer maxAttempts,

        @JsonPropertyDescription("When it started.") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant startedAt) {}
