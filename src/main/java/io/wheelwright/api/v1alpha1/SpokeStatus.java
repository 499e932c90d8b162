package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
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
import io.wheelwright.api.schema.InstantSchema;
import java.time.Instant;
import java.util.List;

/** What is seen of a spoke. */
@SchemaCustomizer(ConditionsSchema.class)
@SchemaCustomizer(InstantSchema.class)
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SpokeStatus(
        @JsonPropertyDescription("Generation of the spec that this status speaks of.") @Min(0) @Max(Bounds.WHOLE)
        Long observedGeneration,

        @JsonPropertyDescription(
                "Claimed, Provisioned, Booted, Installed and HandedOff are the five phases in order; Ready is "
                        + "the summary. Reconciling and Stalled are present only while true.")
        @Size(max = 16)
        List<Condition> conditions,

        @JsonPropertyDescription("For the table of kubectl get; wait for a condition instead.")
        Phase phase,

        @JsonPropertyDescription("The operation that is going on.")
        OperationStatus operation,

        @JsonPropertyDescription("Namespace that holds everything of the spoke.") @Size(max = 63)
        String namespace,

        @JsonPropertyDescription("Where the customer finds the instance.") @Size(max = 512)
        String url,

        @JsonPropertyDescription("Plan in effect.") @Size(max = 63)
        String plan,

        @JsonPropertyDescription("The deployed Helm release.")
        ReleaseStatus release,

        @JsonPropertyDescription("Packs that the agent reports as installed.") @Size(max = 128)
        List<PackStatus> packs,

        @JsonPropertyDescription("The license in the spoke's namespace.")
        LicenseStatus license,

        @JsonPropertyDescription("Decentralized identifier of the spoke.") @Size(max = 512)
        String did,

        @JsonPropertyDescription("How the spoke is doing, by its heartbeats.")
        Health health,

        @JsonPropertyDescription("What the customer may do now.")
        Access access,

        @JsonPropertyDescription("When the spoke was handed to the customer. Set once.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant handedOffAt) {

    public SpokeStatus {
        conditions = Absent.asEmpty(conditions);
        packs = Absent.asEmpty(packs);
    }

    /** The same, with another operation. */
    public SpokeStatus withOperation(OperationStatus operation) {
        return new SpokeStatus(
                observedGeneration,
                conditions,
                phase,
                operation,
                namespace,
                url,
                plan,
                release,
                packs,
                license,
                did,
                health,
                access,
                handedOffAt);
    }
}
