package io.wheelwright.agent.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * A spoke's entry in the directory.
 *
 * @param did the spoke's decentralized identifier
 * @param spokeId the spoke
 * @param endpoint URL at which it is reached
 * @param capabilities what it offers to others
 * @param visible whether it is listed; null leaves it as the Spoke resource says
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DirectoryRegistration(
        String did, String spokeId, String endpoint, List<String> capabilities, Boolean visible) {}
