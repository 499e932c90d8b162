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
import io.wheelwright.api.schema.KeyedListSchema;
import java.util.List;
import java.util.Objects;

/** What is sold. */
@ValidationRule(
        value = ProductRules.PACKS_EXIST,
        message = "A plan lists a pack that the product has not: add it to spec.packs or take it out of the plan")
@ValidationRule(
        value = ProductRules.PLANS_EXIST,
        message = "A meter includes units for a plan that the product has not: correct the plan's id")
@ValidationRule(
        value = ProductRules.CONTENT_STAYS,
        message = "The content of a published version never changes: raise spec.version together with this change")
@SchemaCustomizer(value = KeyedListSchema.class, input = "plans=id,packs=name,meters=name")
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProductSpec(
        @JsonPropertyDescription("Name shown to people.") @Required @Size(max = 128)
        String displayName,

        @JsonPropertyDescription("What the product is, in a few sentences.") @Size(max = 4096)
        String description,

        @JsonPropertyDescription(
                "Version of the product. The content of a version never changes: publish changes under a new "
                        + "one. Running spokes stay on theirs until a rollout or a pin moves them.")
        @Required
        @Size(max = 63)
        @Pattern(Patterns.SEMVER)
        String version,

        @JsonPropertyDescription(
                "Range of versions of the spoke's software that this version works with, such as >=2.1.0.")
        @Size(max = 128)
        String osVersion,

        @JsonPropertyDescription("Whether new spokes may be ordered (default true).") @Default("true")
        Boolean active,

        @JsonPropertyDescription(
                "Container image of the application in the built-in chart; the sample application without it.")
        @Size(max = 512)
        String image,

        @JsonPropertyDescription("Chart that the spokes are made from; the built-in one by default.") @Default("{}")
        Chart chart,

        @JsonPropertyDescription("Required (default) where the chart runs the Spoke Agent, None where it does not.")
        @Default("Required")
        AgentMode agent,

        @JsonPropertyDescription("Packs that come with the product.") @Size(max = 128)
        List<PackSpec> packs,

        @JsonPropertyDescription("Plans that customers choose from.") @Required @Size(min = 1, max = 16)
        List<PlanSpec> plans,

        @JsonPropertyDescription("Uses that are counted and billed.") @Size(max = 32)
        List<MeterSpec> meters,

        @JsonPropertyDescription("Limits and features of software that has no valid license.")
        Allowance unlicensed,

        @JsonPropertyDescription("What the software must reach outside of the cluster; all else is refused.")
        @Size(max = 32)
        List<EgressRule> egress,

        @JsonPropertyDescription("Jobs of the chart for backup and export.")
        Hooks hooks,

        @JsonPropertyDescription(
                "Manual (default) leaves running spokes on their version; Automatic moves every spoke that is "
                        + "not pinned.")
        @Default("Manual")
        UpgradePolicy upgradePolicy) {

    public ProductSpec {
        active = Objects.requireNonNullElse(active, true);
        chart = Objects.requireNonNullElse(chart, Chart.DEFAULT);
        agent = Objects.requireNonNullElse(agent, AgentMode.Required);
        packs = Absent.asEmpty(packs);
        plans = Absent.asEmpty(plans);
        meters = Absent.asEmpty(meters);
        egress = Absent.asEmpty(egress);
        upgradePolicy = Objects.requireNonNullElse(upgradePolicy, UpgradePolicy.Manual);
    }

    /** The same, offered or not. */
    public ProductSpec withActive(boolean active) {
        return new ProductSpec(
                displayName,
                description,
                version,
                osVersion,
                active,
                image,
                chart,
                agent,
                packs,
                plans,
                meters,
                unlicensed,
                egress,
                hooks,
                upgradePolicy);
    }
}
