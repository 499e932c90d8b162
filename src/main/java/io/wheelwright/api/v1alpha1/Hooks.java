package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/** Jobs that the chart provides as suspended CronJobs and that the operator runs when they are needed. */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Hooks(
        @JsonPropertyDescription("CronJob that makes a backup.") @Size(max = 52) @Pattern(Patterns.NAME)
        String backup,

        @JsonPropertyDescription(
                "CronJob that exports the customer's data and writes JSON {url, sha256, expires_at} as its "
                        + "termination message.")
        @Size(max = 52)
        @Pattern(Patterns.NAME)
        String export,

        @JsonPropertyDescription("Workloads that must run meanwhile, such as the database.") @Size(max = 16)
        List<@Size(max = 63) @Pattern(Patterns.NAME) String> wake) {

    public Hooks {
        wake = Absent.asEmpty(wake);
    }
}
