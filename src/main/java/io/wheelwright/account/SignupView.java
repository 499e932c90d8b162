package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What a signup has led to.
 *
 * @param message what to do now; null where that is plain
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SignupView(
        String orgId,
        String organizationName,
        String spokeId,
        String instanceUrl,
        TrialView subscription,
        GrantView license,
        ProgressView operation,
        String message) {}
