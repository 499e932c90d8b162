package io.wheelwright.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.agent.protocol.HeartbeatRequest;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The application beside the agent, asked for its counters at {@code GET /usage}:
 *
 * <pre>{"counters": {"product_count": 12, "user_count": 3}}</pre>
 *
 * <p>Only whole numbers under plain names are passed on, so that a report can carry counts and never content. An
 * application without that endpoint (404) is well and has nothing to count.
 */
final class Application {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final Http http = new Http(Duration.ofSeconds(2), Duration.ofSeconds(3));
    private final URI usage;

    Application(URI base) {
        this.usage = URI.create(base + "/usage");
    }

    ApplicationReport report() {
        try {
            Http.Answer answer = http.get(usage, Map.of());
            if (answer.status() == HttpURLConnection.HTTP_NOT_FOUND) {
                return ApplicationReport.healthy(Map.of());
            }
            return answer.successful()
                    ? ApplicationReport.healthy(counters(Json.MAPPER.readTree(answer.body())))
                    : ApplicationReport.down();
        } catch (IOException e) {
            return ApplicationReport.down();
        }
    }

    private static Map<String, Long> counters(JsonNode usage) {
        Map<String, Long> counters = new TreeMap<>();
        usage.path("counters").fields().forEachRemaining(entry -> {
            JsonNode count = entry.getValue();
            boolean plain =
                    NAME.matcher(entry.getKey()).matches() && count.isIntegralNumber() && count.canConvertToLong();
            if (plain && count.longValue() >= 0 && counters.size() < HeartbeatRequest.MOST_COUNTERS) {
                counters.put(entry.getKey(), count.longValue());
            }
        });
        return counters;
    }
}
