package io.wheelwright.fleet;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/** A spoke as REST shows it. */
@JsonNaming(SnakeCaseStrategy.class)
public record SpokeView(
        String spokeId,
        String orgId,
        String productId,
        String plan,
        String region,
        String status,
        String phase,
        String access,
        String health,
        String hostname,
        String url,
        boolean visible,
        String osVersion,
        Instant lastHeartbeatAt,
        Instant handedOffAt,
        Instant createdAt) {}
