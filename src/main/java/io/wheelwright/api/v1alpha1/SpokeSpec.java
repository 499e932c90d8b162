package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.wheelwright.api.schema.FreeFormSchema;
import java.util.Map;
import java.util.Objects;

/** One customer's isolated instance of a product. */
@ValidationRule(
        value = "self.organizationRef == oldSelf.organizationRef",
        message = "A spoke stays with its organization: make a new spoke for another organization")
@ValidationRule(
        value = "self.productRef == oldSelf.productRef",
        message = "A spoke stays with its product: make a new spoke for another product")
@ValidationRule(
        value = "self.region == oldSelf.region",
        message = "A spoke stays in its region: make a new spoke in the other region")
@ValidationRule(
        value =
                "has(self.hostname) == has(oldSelf.hostname) && (!has(self.hostname) || self.hostname == oldSelf.hostname)",
        message = "A spoke keeps its hostname: make a new spoke for another hostname")
@SchemaCustomizer(value = FreeFormSchema.class, input = "values")
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SpokeSpec(
        @JsonPropertyDescription("Organization that the spoke belongs to, by name. It never changes.")
        @Required
        @Size(max = 48)
        @Pattern(Patterns.NAME)
        String organizationRef,

        @JsonPropertyDescription("Product that the spoke is an instance of, by name. It never changes.")
        @Required
        @Size(max = 48)
        @Pattern(Patterns.NAME)
        String productRef,

        @JsonPropertyDescription(
                "Plan that is asked for, by the id that the Product gives it; kubectl get product <name> shows "
                        + "them. The plan that billing names, where it names one, is the one in effect. A change takes "
                        + "effect at once and keeps the data.")
        @Required
        @Size(max = 63)
        @Pattern(Patterns.NAME)
        String plan,

        @JsonPropertyDescription("Where the spoke runs. It never changes.")
        @Default("default")
        @Size(max = 63)
        @Pattern(Patterns.NAME)
        String region,

        @JsonPropertyDescription(
                "Name under which the spoke is reached; <name>.<the hub's domain> without it. It never changes.")
        @Size(max = 253)
        @Pattern(Patterns.HOSTNAME)
        String hostname,

        @JsonPropertyDescription("First administrator of the instance; the contact of the organization without it.")
        @Size(max = 254)
        @Pattern(Patterns.EMAIL)
        String adminEmail,

        @JsonPropertyDescription(
                "Version of the product to stay on. Without it the spoke stays on the version it was first "
                        + "deployed with until a rollout moves it, or follows the product where its upgradePolicy is "
                        + "Automatic.")
        @Size(max = 63)
        @Pattern(Patterns.SEMVER)
        String version,

        @JsonPropertyDescription("Whether the spoke is stopped by a person (default false). Data is kept.")
        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean suspended,

        @JsonPropertyDescription("What a deletion of this spoke does.") @Default("{}")
        Deletion deletion,

        @JsonPropertyDescription(
                "Values for the chart; they go over the plan's and must fit the chart's schema. Never put "
                        + "secrets here.")
        @Size(max = 64)
        Map<String, Object> values,

        @JsonPropertyDescription("How the spoke is found by others.") @Default("{}")
        DirectoryEntry directory,

        @JsonPropertyDescription(
                "What the biller says of a subscription that this spoke has of its own; the organization's "
                        + "without it.")
        BillingFacts billing) {

    public SpokeSpec {
        region = Objects.requireNonNullElse(region, "default");
        deletion = Objects.requireNonNullElse(deletion, Deletion.DEFAULT);
        values = Absent.asEmpty(values);
        directory = Objects.requireNonNullElse(directory, DirectoryEntry.DEFAULT);
    }
}
