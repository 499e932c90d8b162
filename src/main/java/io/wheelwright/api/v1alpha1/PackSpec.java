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
import io.wheelwright.api.schema.DescriptionSchema;
import java.util.Objects;

/** A pack that comes with a product. */
@SchemaCustomizer(value = DescriptionSchema.class, input = "A pack that comes with a product.")
@ValidationRule(
        value = "!(self.name in ['all', 'required', 'required_only'])",
        message = "all, required and required_only have a meaning in a plan's packs: name the pack otherwise")
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PackSpec(
        @JsonPropertyDescription("Name of the pack, such as reports or @eu/labels.")
        @Required
        @Size(max = 128)
        @Pattern(Patterns.PACK)
        String name,

        @JsonPropertyDescription(
                "Range of versions that may be installed, such as ^1.4.0; * (default) takes the newest.")
        @Default("'*'")
        @Size(max = 128)
        String version,

        @JsonPropertyDescription("What the pack adds: logic, environment, driver or intelligence.") @Required
        PackType type,

        @JsonPropertyDescription("Whether every plan includes the pack.") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean required) {

    public PackSpec {
        version = Objects.requireNonNullElse(version, "*");
    }
}
