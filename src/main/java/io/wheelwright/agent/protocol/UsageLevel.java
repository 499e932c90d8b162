package io.wheelwright.agent.protocol;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * A level over a period, such as the devices that are connected.
 *
 * @param max the highest that was seen
 * @param average the average by time, of the time in which it was seen
 * @param seconds how long it was seen
 */
@JsonNaming(SnakeCaseStrategy.class)
public record UsageLevel(Long max, Double average, Long seconds) {}
