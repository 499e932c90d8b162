package io.wheelwright.account;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/** An organization that somebody belongs to. */
@JsonNaming(SnakeCaseStrategy.class)
public record MembershipView(String orgId, String name, String status, String role, List<InstanceView> instances) {}
