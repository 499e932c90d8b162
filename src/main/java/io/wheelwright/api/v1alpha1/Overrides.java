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

/** What one customer has been promised beside its plan. */
@ValidationRule(
        value = "!has(self.limits) || self.limits.all(name, name.size() <= 63)",
        message = "Names of limits have at most 63 characters")
@ValidationRule(
        value = "!has(self.features) || self.features.all(name, name.size() <= 63)",
        message = "Names of features have at most 63 characters")
@SchemaCustomizer(value = LimitsSchema.class, input = "limits,meters")
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
        Map<String, Limit> meters,

        @JsonPropertyDescription("What a failed payment, a dispute and the end take, where that differs from the plan.")
        BillingPolicy policy) {

    public Overrides {
        limits = Absent.asEmpty(limits);
        features = Absent.asEmpty(features);
        meters = Absent.asEmpty(meters);
    }
}
