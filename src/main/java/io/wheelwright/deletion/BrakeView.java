package io.wheelwright.deletion;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Optional;

/**
 * The brake as REST shows it.
 *
 * @param engagedAt since when it holds deletions back; null when it does not
 */
@JsonNaming(SnakeCaseStrategy.class)
public record BrakeView(boolean engaged, Instant engagedAt) {

    static BrakeView of(Optional<Instant> engagedAt) {
        return new BrakeView(engagedAt.isPresent(), engagedAt.orElse(null));
    }
}
