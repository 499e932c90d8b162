package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.wheelwright.api.schema.DescriptionSchema;
import java.util.List;
import java.util.Objects;

/** Something outside of the cluster that the software of a product must reach. */
@SchemaCustomizer(
        value = DescriptionSchema.class,
        input = "Something outside of the cluster that the software of a product must reach.")
@ValidationRule(value = "isCIDR(self.cidr)", message = "cidr must be a range of addresses such as 203.0.113.0/24")
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record EgressRule(
        @JsonPropertyDescription("Addresses that may be reached, such as 203.0.113.0/24.") @Required @Size(max = 43)
        String cidr,

        @JsonPropertyDescription("Ports that may be reached; every port without it.") @Size(max = 16)
        List<@Min(1) @Max(65535) Integer> ports,

        @JsonPropertyDescription("Protocol of the ports: TCP (default) or UDP.") @Default("TCP")
        Protocol protocol) {

    public EgressRule {
        ports = Absent.asEmpty(ports);
        protocol = Objects.requireNonNullElse(protocol, Protocol.TCP);
    }
}
