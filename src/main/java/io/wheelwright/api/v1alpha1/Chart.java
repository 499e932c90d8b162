package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.wheelwright.api.schema.FreeFormSchema;
import java.util.Map;
import java.util.Objects;

/** The Helm chart that a spoke is made from. */
@ValidationRule(
        value = "self.source != 'BuiltIn' || !(has(self.repository) || has(self.name) || has(self.path) || "
                + "has(self.version) || has(self.digest))",
        message = "A BuiltIn chart ships with the hub: leave out repository, name, path, version and digest")
@ValidationRule(
        value = "!(self.source in ['OCI', 'Repository']) || (has(self.repository) && has(self.name) && "
                + "has(self.version))",
        message = "An OCI or Repository chart needs repository, name and version")
@ValidationRule(
        value = "self.source != 'OCI' || !has(self.repository) || self.repository.startsWith('oci://')",
        message = "The repository of an OCI chart begins with oci://")
@ValidationRule(
        value = "self.source != 'Repository' || !has(self.repository) || self.repository.startsWith('https://')",
        message = "The repository of a Repository chart begins with https://")
@ValidationRule(
        value = "self.source != 'Archive' || has(self.path)",
        message = "An Archive chart needs path: the file or directory on the hub's disk")
@ValidationRule(
        value = "!has(self.path) || (self.path.startsWith('/') && !self.path.contains('/../') && "
                + "!self.path.endsWith('/..'))",
        message = "path must be absolute and free of '..'")
@ValidationRule(
        value = "self.source != 'Archive' || !has(self.path) || !self.path.endsWith('.tgz') || has(self.digest)",
        message = "A packed chart needs digest: sha256sum prints it")
@SchemaCustomizer(value = FreeFormSchema.class, input = "values")
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Chart(
        @JsonPropertyDescription(
                "Where the chart comes from: BuiltIn (default) is the chart that ships with the hub and needs "
                        + "nothing else; OCI and Repository need repository, name and version; Archive needs path.")
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
                "SHA-256 of the archive, as sha256:<64 hexadecimal digits>; a chart with another digest is "
                        + "refused.")
        @Size(max = 71)
        @Pattern(Patterns.SHA256)
        String digest,

        @JsonPropertyDescription("Values for the chart. A plan's values, then a spoke's, go over them.") @Size(max = 64)
        Map<String, Object> values) {

    /** What holds when nothing is said. */
    public static final Chart DEFAULT = new Chart(null, null, null, null, null, null, null);

    public Chart {
        source = Objects.requireNonNullElse(source, ChartSource.BuiltIn);
        values = Absent.asEmpty(values);
    }
}
