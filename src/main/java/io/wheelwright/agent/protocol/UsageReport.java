package io.wheelwright.agent.protocol;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What a spoke used in a period. It carries counts, never content. The hub takes a batch once, however often and in
 * whatever order batches come.
 *
 * @param spokeId the spoke that reports
 * @param batchId name of this report; the same in every try
 * @param periodStart when the period began; its day in UTC is the day of all that is reported
 * @param periodEnd when it ended
 * @param counters by how much each counter grew in the period
 * @param gauges each level in the period
 */
@JsonNaming(SnakeCaseStrategy.class)
public record UsageReport(
        String spokeId,
        String batchId,

        @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(using = InstantText.class)
        Instant periodStart,

        @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(using = InstantText.class)
        Instant periodEnd,

        Map<String, Long> counters,
        Map<String, UsageLevel> gauges) {

    /** No number of a report is greater. */
    public static final long MOST = 1_000_000_000_000_000L;

    /** How long a period may be. */
    public static final Duration LONGEST_PERIOD = Duration.ofDays(1);

    /** How long after its end a period may still be reported. */
    public static final Duration LATEST = Duration.ofDays(35);

    /** What is a level wherever it is named. */
    public static final Set<String> LEVELS =
            Set.of("active_devices", "total_devices", "postgres_size_mb", "postgres_row_count");

    /** What only ever grows wherever it is named. */
    public static final Set<String> COUNTERS = Set.of(
            "mqtt_messages_published",
            "mqtt_messages_received",
            "mqtt_bytes_sent",
            "mqtt_bytes_received",
            "http_requests",
            "http_bytes_sent",
            "http_bytes_received");
}
