package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;

/** Limits and features. */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Allowance(
        @JsonPropertyDescription("Numbers that may not be exceeded, by name; unlimited lifts a limit.") @Size(max = 64)
        Map<String, Limit> limits,

        @JsonPropertyDescription("What is switched on or off, by name.") @Size(max = 64)
        Map<String, Boolean> features) {

    public Allowance {
        limits = Absent.asEmpty(limits);
        features = Absent.asEmpty(features);
    }
}
