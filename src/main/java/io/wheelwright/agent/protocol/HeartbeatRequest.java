package io.wheelwright.agent.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a spoke reports of itself. It carries counts, never content.
 *
 * @param spokeId the spoke that reports
 * @param osVersion version of the spoke's software
 * @param status how the spoke feels
 * @param uptimeSeconds seconds since the agent started
 * @param usage named counters of the application, such as {@code product_count}, at most {@value #MOST_COUNTERS};
 *     empty when it names none
 * @param installedPacks what is installed; null when the agent does not know yet
 * @param agentVersion version of the agent; may be null
 * @param manifestDigest digest of the manifest that the agent last pulled and followed; null before the first
 * @param packProblems packs of that manifest that could not be installed; null when there are none
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HeartbeatRequest(
        String spokeId,
        String osVersion,
        ReportedHealth status,
        Long uptimeSeconds,
        Map<String, Long> usage,
        List<InstalledPack> installedPacks,
        String agentVersion,
        String manifestDigest,
        List<PackProblem> packProblems) {

    /** How many counters a report may name. */
    public static final int MOST_COUNTERS = 64;

    /** What a counter can be called. */
    public static final Pattern COUNTER_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_.-]{0,62}");
}
