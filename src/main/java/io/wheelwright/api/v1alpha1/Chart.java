package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.Objects;

/** The Helm chart that a spoke is made from. */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Chart(
        @JsonPropertyDescription(
                "Where the chart comes from: BuiltIn (default) is the chart that ships with the hub and needs nothing else; OCI and Repository need repository, name and version; Archive needs path.")
        @Default("BuiltIn")
        ChartSource source,

        @JsonPropertyDescription("Address of the registry (oci://...) or of the chart repository (https://...).")
        @Size(max = 512)
        @Pattern(Patterns.REPOSITORY)
        String repository,

        @JsonPropertyDescription("Name of the chart in its repository.") @Size(max = 253)
        String name,

        @JsonPropertyDescription("Exact version of the chart.") @Size(max = 63) @Pattern(Patterns.SEMVER)
        String version,

        @JsonPropertyDescription("Absolute path of the archive, or of the directory, on the hub's disk.")
        @Size(max = 512)
        String path,

        @JsonPropertyDescription(
                "SHA-256 of the archive, as sha256:<64 hexadecimal digits>; a chart with another digest is refused.")
        @Size(max = 71)
        @Pattern(Patterns.SHA256)
        String digest,

        @JsonPropertyDescription("Values for the chart. A plan's values, then a spoke's, go over them.")
        @PreserveUnknownFields
        Map<String, Object> values) {

    /** What holds when nothing is said. */
    public static final Chart DEFAULT = new Chart(null, null, null, null, null, null, null);

    public Chart {
        source = Objects.requireNonNullElse(source, ChartSource.BuiltIn);
        values = Absent.asEmpty(values);
    }
}
