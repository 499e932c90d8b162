package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.soabase.recordbuilder.core.RecordBuilder;

/** Something about the subscription that its state does not say, and what the customer's policy leaves meanwhile. */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BillingConcern(
        @JsonPropertyDescription("What it is.") @Required ConcernKind kind,

        @JsonPropertyDescription("The most that the policy leaves while it lasts.") @Required
        Access allows) {}
