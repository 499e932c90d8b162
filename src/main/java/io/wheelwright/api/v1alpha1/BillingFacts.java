package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.wheelwright.api.schema.InstantSchema;
import java.time.Instant;

/** What the biller says: facts and dates, no verdict. What the customer may do follows from them, see status.access. */
@ValidationRule(
        value = "self.state != 'trialing' || has(self.trialEndsAt)",
        message = "A trial has an end: set trialEndsAt")
@ValidationRule(
        value = "self.state != 'trial_grace' || has(self.graceEndsAt) || has(self.trialEndsAt)",
        message = "The grace after a trial has an end: set graceEndsAt or trialEndsAt")
@ValidationRule(
        value = "self.state != 'past_due' || has(self.graceEndsAt)",
        message = "The grace after a failed payment has an end: set graceEndsAt")
@ValidationRule(
        value = "self.state != 'deletion_scheduled' || has(self.deleteAfter)",
        message = "A scheduled deletion has a day: set deleteAfter")
@ValidationRule(
        value = "!has(self.deleteAfter) || !has(self.endsAt) || timestamp(self.deleteAfter) >= timestamp(self.endsAt)",
        message = "Data is not deleted before the subscription ends: set deleteAfter to endsAt or later")
@ValidationRule(
        value = "self == oldSelf || self.revision > oldSelf.revision",
        message = "Every change of billing needs a revision above the last one")
@SchemaCustomizer(InstantSchema.class)
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BillingFacts(
        @JsonPropertyDescription(
                "Who writes this block: stripe, manual, or the name of another biller. A write by anybody else "
                        + "is refused.")
        @Required
        @Size(max = 63)
        @Pattern(Patterns.NAME)
        String source,

        @JsonPropertyDescription("State of the subscription.") @Required
        BillingState state,

        @JsonPropertyDescription("Plan that was bought; it goes over the plan that a Spoke asks for.")
        @Size(max = 63)
        @Pattern(Patterns.NAME)
        String plan,

        @JsonPropertyDescription("Version of the product whose price was bought.") @Size(max = 63)
        String planVersion,

        @JsonPropertyDescription("What the customer has been promised beside the plan.")
        Overrides overrides,

        @JsonPropertyDescription("End of the period that is paid.") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant currentPeriodEnd,

        @JsonPropertyDescription("End of the trial.") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant trialEndsAt,

        @JsonPropertyDescription("End of the read-only days after a failed payment or a trial.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant graceEndsAt,

        @JsonPropertyDescription(
                "End of the days after a failed payment in which everything still works; left out for none.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant fullUntil,

        @JsonPropertyDescription("Day on which the subscription ends, or ended.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant endsAt,

        @JsonPropertyDescription("Day from which the data is deleted.") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant deleteAfter,

        @JsonPropertyDescription("What is the matter with the subscription beside its state.")
        BillingConcern concern,

        @JsonPropertyDescription(
                "Until when billing takes nothing, whatever else is said here; not the biller's to say.")
        BillingHold hold,

        @JsonPropertyDescription("Grows with every write; an older one is refused.")
        @Required
        @Min(0)
        @Max(Bounds.WHOLE)
        Long revision) {}
