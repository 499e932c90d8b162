package io.wheelwright.lifecycle;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/**
 * What was done to take a customer back.
 *
 * @param access what the customer may do until there is a subscription
 * @param endedAt when the subscription has ended
 * @param lostSpokes whose destruction had begun
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ReactivationView(String orgId, String state, String access, Instant endedAt, List<String> lostSpokes) {}
