package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** An instance of an organization as its members see it. */
@JsonNaming(SnakeCaseStrategy.class)
public record InstanceView(String spokeId, String productId, String plan, String status, String access, String url) {}
