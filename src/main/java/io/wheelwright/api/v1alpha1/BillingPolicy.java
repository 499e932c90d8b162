package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;

/** What one customer's trouble takes, where that differs from its plan. */
@ValidationRule(
        value = "!has(self.graceFullDays) || !has(self.graceDays) || self.graceFullDays <= self.graceDays",
        message = "graceFullDays are the first of graceDays: there are at most as many")
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BillingPolicy(
        @JsonPropertyDescription("Days of grace after a failed payment.") @Min(0) @Max(Bounds.DAYS)
        Integer graceDays,

        @JsonPropertyDescription("The first of these days, in which everything still works.") @Min(0) @Max(Bounds.DAYS)
        Integer graceFullDays,

        @JsonPropertyDescription("Days of read-only access after a trial that ended without a purchase.")
        @Min(0)
        @Max(Bounds.DAYS)
        Integer trialGraceDays,

        @JsonPropertyDescription("Days that data is kept after the end.") @Min(0) @Max(Bounds.DAYS)
        Integer retentionDays,

        @JsonPropertyDescription("What becomes of the data when a subscription has ended at Stripe.")
        OnEnd onEnd,

        @JsonPropertyDescription("The most that is left while a payment is disputed.")
        Access onDispute,

        @JsonPropertyDescription(
                "The most that is left after a refund of all that was paid for the present period, until that "
                        + "ends, or more is paid for it.")
        Access onFullRefund,

        @JsonPropertyDescription("The most that is left while the collection of payments is paused.")
        Access onPausedCollection,

        @JsonPropertyDescription("What is left after a trial that ended without a payment method, while it is paused.")
        Access onPausedTrial) {}
