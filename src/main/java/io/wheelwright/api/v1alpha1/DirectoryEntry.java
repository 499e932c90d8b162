package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/** How the spoke is found by others. */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DirectoryEntry(
        @JsonPropertyDescription("Whether the directory lists the spoke (default false). Its DID resolves in any case.")
        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean visible,

        @JsonPropertyDescription("Path of the endpoint below the spoke's URL; / without it.")
        @Size(max = 256)
        @Pattern(Patterns.URL_PATH)
        String endpointPath,

        @JsonPropertyDescription("What the spoke offers to others, such as did-resolution.") @Size(max = 32)
        List<@Size(max = 63) @Pattern(Patterns.CAPABILITY) String> capabilities) {

    /** What holds when nothing is said. */
    public static final DirectoryEntry DEFAULT = new DirectoryEntry(false, null, null);

    public DirectoryEntry {
        capabilities = Absent.asEmpty(capabilities);
    }
}
