package io.wheelwright.agent.protocol;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * The hub's answer to a heartbeat.
 *
 * @param acknowledged true once the report is durable
 * @param licenseValid true while access is {@code Full} or {@code ReadOnly}
 * @param access what the customer may do now: {@code Full}, {@code ReadOnly}, {@code ExportOnly} or {@code None}
 * @param nextHeartbeatSeconds when the hub wants to hear from the spoke again; null leaves it to the agent
 * @param signals what else the spoke should know
 */
@JsonNaming(SnakeCaseStrategy.class)
public record HeartbeatResponse(
        boolean acknowledged, boolean licenseValid, String access, Integer nextHeartbeatSeconds, Signals signals) {}
