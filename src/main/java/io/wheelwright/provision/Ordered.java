package io.wheelwright.provision;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** What an order led to. */
@JsonNaming(SnakeCaseStrategy.class)
public record Ordered(String spokeId, String status, String hostname) {}
