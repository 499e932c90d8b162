package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** What an invitation has led to. */
@JsonNaming(SnakeCaseStrategy.class)
public record AcceptedView(String orgId, String name, String role, String message) {}
