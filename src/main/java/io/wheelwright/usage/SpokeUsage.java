package io.wheelwright.usage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What a spoke has used.
 *
 * @param plan the plan in effect; null once the spoke is gone
 * @param limits how far the limits of the plan are used up now; empty once the spoke is gone
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SpokeUsage(String spokeId, String orgId, String plan, List<LimitUse> limits, List<UsageSpan> history) {}
