package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How an event is replayed.
 *
 * @param dryRun whether it is only told what would follow; null for that
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ReplayRequest(Boolean dryRun) {

    boolean onlyTells() {
        return dryRun == null || dryRun;
    }
}
