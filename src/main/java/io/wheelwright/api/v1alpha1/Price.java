package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;

/** A price. */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Price(
        @JsonPropertyDescription("Amount in the minor unit of the currency: 2900 is 29.00 USD.")
        @Required
        @Min(0)
        @Max(1000000000)
        Long amount,

        @JsonPropertyDescription("Currency by ISO 4217, such as USD.")
        @Required
        @Size(max = 3)
        @Pattern(Patterns.CURRENCY)
        String currency) {}
