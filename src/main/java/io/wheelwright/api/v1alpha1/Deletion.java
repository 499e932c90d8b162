package io.wheelwright.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;

/** What a deletion does. */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Deletion(
        @JsonPropertyDescription(
                "Retain (default) stops workloads and keeps data and namespace for the retention days; Delete "
                        + "removes them at once.")
        @Default("Retain")
        DeletionPolicy policy,

        @JsonPropertyDescription("Protected makes the API server refuse the deletion until it is None (default) again.")
        @Default("None")
        Protection protection,

        @JsonPropertyDescription("Days that data is kept after a deletion; the plan's without it.")
        @Min(0)
        @Max(Bounds.DAYS)
        Integer retentionDays) {

    /** What holds when nothing is said. */
    public static final Deletion DEFAULT = new Deletion(null, null, null);

    public Deletion {
        policy = Objects.requireNonNullElse(policy, DeletionPolicy.Retain);
        protection = Objects.requireNonNullElse(protection, Protection.None);
    }
}
