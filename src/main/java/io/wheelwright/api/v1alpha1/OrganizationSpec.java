package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;

/** A customer account. */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OrganizationSpec(
        @JsonPropertyDescription("Name of the customer.") @Required @Size(min = 1, max = 128)
        String displayName,

        @JsonPropertyDescription("Address that gets the mails.") @Required @Size(max = 254) @Pattern(Patterns.EMAIL)
        String contactEmail,

        @JsonPropertyDescription(
                "Present while a person has suspended the organization: its spokes stop, data is kept.")
        Suspension suspended,

        @JsonPropertyDescription("What a deletion of this organization does.") @Default("{}")
        Deletion deletion,

        @JsonPropertyDescription(
                "What the biller says. Without it the organization is managed by hand and has full access.")
        BillingFacts billing) {

    public OrganizationSpec {
        deletion = Objects.requireNonNullElse(deletion, Deletion.DEFAULT);
    }
}
