package io.wheelwright.billing.stripe;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wheelwright.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A state that a refund or a dispute was seen in.
 *
 * @param at since when, by the hub's clock
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SeenStatus(String status, Instant at) {

    /** Those that are kept, the oldest first. */
    public static List<SeenStatus> of(String kept) {
        return List.of(Json.read(kept, SeenStatus[].class));
    }

    /** What is to be kept when another one is seen. */
    public static String after(String kept, String status, Instant now) {
        List<SeenStatus> seen = new ArrayList<>(of(kept));
        seen.add(new SeenStatus(status, now));
        return Json.write(seen);
    }
}
