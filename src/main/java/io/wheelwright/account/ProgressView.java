package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.UUID;

/**
 * How far the instance of a signup is.
 *
 * @param id of the signup, by which its instance is followed
 * @param status of the instance; {@code failed} once its deployment has failed for good, until it is tried again
 * @param statusUrl where the same is shown for a day, as it is by then
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ProgressView(UUID id, String status, String statusUrl) {}
