package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.wheelwright.api.schema.DescriptionSchema;
import io.wheelwright.api.schema.LimitsSchema;
import java.util.Map;
import java.util.Objects;

/** A use that is counted and billed. */
@SchemaCustomizer(value = DescriptionSchema.class, input = "A use that is counted and billed.")
@SchemaCustomizer(value = LimitsSchema.class, input = "included")
@ValidationRule(
        value = "!has(self.aggregation) || self.kind == 'gauge'",
        message = "aggregation is for gauges: leave it out of a counter, which is always added up")
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record MeterSpec(
        @JsonPropertyDescription("Name of the meter, such as mqtt_traffic.")
        @Required
        @Size(max = 63)
        @Pattern(Patterns.IDENTIFIER)
        String name,

        @JsonPropertyDescription("counter adds up what was reported; gauge is a level, such as storage.") @Required
        MeterKind kind,

        @JsonPropertyDescription(
                "What counts of a gauge over a month: max (default), its highest level, or average, its level by time.")
        MeterAggregation aggregation,

        @JsonPropertyDescription("Unit of the reported numbers, such as GB.") @Size(max = 32)
        String unit,

        @JsonPropertyDescription("Units a month that each plan includes, by the id of the plan.") @Size(max = 16)
        Map<String, Limit> included,

        @JsonPropertyDescription("Price of what goes beyond the included units.")
        Price overage,

        @JsonPropertyDescription("Number of units that the overage price buys (default 1).")
        @Default("1")
        @Min(1)
        @Max(1000000000)
        Long per,

        @JsonPropertyDescription("Id of the metered price in Stripe.") @Size(max = 255)
        String stripePriceId) {

    public MeterSpec {
        included = Absent.asEmpty(included);
        per = Objects.requireNonNullElse(per, 1L);
    }
}
