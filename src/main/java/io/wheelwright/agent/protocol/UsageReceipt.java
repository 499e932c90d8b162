package io.wheelwright.agent.protocol;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * The hub's answer to a report of usage.
 *
 * @param batchId the report that it is about
 * @param repeated true if the hub had it already; nothing was counted again
 * @param ignored names that neither the hub nor the product of the spoke knows; they were not counted
 */
@JsonNaming(SnakeCaseStrategy.class)
public record UsageReceipt(String batchId, boolean repeated, List<String> ignored) {}
