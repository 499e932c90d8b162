package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.wheelwright.api.schema.LimitsSchema;
import java.util.Map;

/** Limits and features. */
@ValidationRule(
        value = "!has(self.limits) || self.limits.all(name, name.size() <= 63)",
        message = "Names of limits have at most 63 characters")
@ValidationRule(
        value = "!has(self.features) || self.features.all(name, name.size() <= 63)",
        message = "Names of features have at most 63 characters")
@SchemaCustomizer(value = LimitsSchema.class, input = "limits")
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
