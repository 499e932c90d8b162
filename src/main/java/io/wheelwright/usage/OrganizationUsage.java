package io.wheelwright.usage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What an organization has used.
 *
 * @param from the first day that is shown
 * @param per what usage is added up over
 */
@JsonNaming(SnakeCaseStrategy.class)
public record OrganizationUsage(String orgId, String from, String per, List<SpokeUsage> spokes) {}
