package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;

/** What one customer has been promised beside its plan. */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Overrides(
        @JsonPropertyDescription("Limits that differ from the plan's.") @Size(max = 64)
        Map<String, Limit> limits,

        @JsonPropertyDescription("Features that differ from the plan's.") @Size(max = 64)
        Map<String, Boolean> features,

        @JsonPropertyDescription("Included units a month that differ from the plan's, by the name of the meter.")
        @Size(max = 32)
        Map<String, Limit> meters) {

    public Overrides {
        limits = Absent.asEmpty(limits);
        features = Absent.asEmpty(features);
        meters = Absent.asEmpty(meters);
    }
}
