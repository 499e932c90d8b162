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
import io.wheelwright.api.schema.FreeFormSchema;
import io.wheelwright.api.schema.LimitsSchema;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A tier of a product: price, limits, features, size, packs, and the lengths of its trial and grace. */
@SchemaCustomizer(
        value = DescriptionSchema.class,
        input = "A tier of a product: price, limits, features, size, packs, and the lengths of its trial and grace.")
@ValidationRule(
        value = "!has(self.packs) || self.packs.size() == 1 || !self.packs.exists(p, p in ['all', "
                + "'required_only'])",
        message = "all and required_only stand alone: list either one of them or the names of packs")
@ValidationRule(
        value = "!has(self.limits) || self.limits.all(name, name.size() <= 63)",
        message = "Names of limits have at most 63 characters")
@ValidationRule(
        value = "!has(self.features) || self.features.all(name, name.size() <= 63)",
        message = "Names of features have at most 63 characters")
@ValidationRule(
        value = "!has(self.graceFullDays) || !has(self.graceDays) || self.graceFullDays <= self.graceDays",
        message = "graceFullDays are the first of graceDays (7 where it is left out): there are at most as many")
@SchemaCustomizer(value = LimitsSchema.class, input = "limits")
@SchemaCustomizer(value = FreeFormSchema.class, input = "values")
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PlanSpec(
        @JsonPropertyDescription("Name of the plan, such as starter: what spec.plan of a Spoke refers to.")
        @Required
        @Size(max = 63)
        @Pattern(Patterns.NAME)
        String id,

        @JsonPropertyDescription("Name shown to customers.") @Size(max = 128)
        String displayName,

        @JsonPropertyDescription("Id of the recurring price in Stripe.") @Size(max = 255)
        String stripePriceId,

        @JsonPropertyDescription("Price of a month. Leave it out for a plan whose price is agreed with each customer.")
        Price price,

        @JsonPropertyDescription("Days that a new organization may try the plan before it pays.")
        @Default("0")
        @Min(0)
        @Max(Bounds.DAYS)
        Integer trialDays,

        @JsonPropertyDescription("Limits and features that differ during a trial.")
        Allowance trial,

        @JsonPropertyDescription("Days of read-only access after a trial that ended without a purchase (default 3).")
        @Default("3")
        @Min(0)
        @Max(Bounds.DAYS)
        Integer trialGraceDays,

        @JsonPropertyDescription("Days of read-only access after a failed payment (default 7).")
        @Default("7")
        @Min(0)
        @Max(Bounds.DAYS)
        Integer graceDays,

        @JsonPropertyDescription("The first of graceDays in which everything still works (default 0).")
        @Min(0)
        @Max(Bounds.DAYS)
        Integer graceFullDays,

        @JsonPropertyDescription("The most that is left to a customer whose payment is disputed (default Full).")
        Access onDispute,

        @JsonPropertyDescription(
                "The most that is left to a customer to whom all that was paid for the present period was refunded, until "
                        + "that period ends, or more is paid for it (default Full).")
        Access onFullRefund,

        @JsonPropertyDescription(
                "The most that is left while the collection of a customer's payments is paused (default Full).")
        Access onPausedCollection,

        @JsonPropertyDescription(
                "What is left after a trial that ended without a payment method and is paused (default None).")
        Access onPausedTrial,

        @JsonPropertyDescription("Days that data is kept after the end (default 30).")
        @Default("30")
        @Min(0)
        @Max(Bounds.DAYS)
        Integer retentionDays,

        @JsonPropertyDescription(
                "What becomes of the data when a subscription has ended at Stripe: Keep (default) leaves it until somebody "
                        + "says more, Delete has it deleted retentionDays after the end.")
        OnEnd onEnd,

        @JsonPropertyDescription(
                "Rank in the queue of operations: 0 goes first. Without it enterprise has 1, professional and "
                        + "scale 2, any other plan 3.")
        @Min(0)
        @Max(9)
        Integer priority,

        @JsonPropertyDescription(
                "Numbers that may not be exceeded, by name, such as maxUsers: 5; unlimited lifts a limit.")
        @Size(max = 64)
        Map<String, Limit> limits,

        @JsonPropertyDescription("What is switched on or off, by name.") @Size(max = 64)
        Map<String, Boolean> features,

        @JsonPropertyDescription("Size of the spokes of the plan.")
        PlanResources resources,

        @JsonPropertyDescription(
                "Packs of the product that the plan includes beside the required ones: their names, or all, or "
                        + "required_only.")
        @Size(max = 64)
        List<@Size(max = 128) @Pattern(Patterns.PACK) String> packs,

        @JsonPropertyDescription("Whether the customer may install packs of its own.")
        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean customPacks,

        @JsonPropertyDescription("Values for the chart; they go over the product's.") @Size(max = 64)
        Map<String, Object> values) {

    public PlanSpec {
        trialDays = Objects.requireNonNullElse(trialDays, 0);
        trialGraceDays = Objects.requireNonNullElse(trialGraceDays, 3);
        graceDays = Objects.requireNonNullElse(graceDays, 7);
        retentionDays = Objects.requireNonNullElse(retentionDays, 30);
        limits = Absent.asEmpty(limits);
        features = Absent.asEmpty(features);
        packs = Absent.asEmpty(packs);
        values = Absent.asEmpty(values);
    }
}
