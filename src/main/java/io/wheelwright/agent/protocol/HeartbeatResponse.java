package io.wheelwright.agent.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * The hub's answer to a heartbeat.
 *
 * @param acknowledged true once the report is durable
 * @param licenseValid true while access is {@code Full} or {@code ReadOnly}
 * @param access what the customer may do now: {@code Full}, {@code ReadOnly}, {@code ExportOnly} or {@code None}
 * @param licenseRevision revision of the spoke's newest license; null where there is none, or the hub does not say
 * @param nextHeartbeatSeconds when the hub wants to hear from the spoke again; null leaves it to the agent
 * @param signals what else the spoke should know
 */
@JsonNaming(SnakeCaseStrategy.class)
public record HeartbeatResponse(
        boolean acknowledged,
        boolean licenseValid,
        String access,
        @JsonInclude(JsonInclude.Include.NON_NULL) Long licenseRevision,
        Integer nextHeartbeatSeconds,
        Signals signals) {}
