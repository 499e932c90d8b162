package io.wheelwright.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.agent.protocol.HeartbeatRequest;
import io.wheelwright.agent.protocol.UsageReport;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The application beside the agent, asked for its numbers at {@code GET /usage}:
 *
 * <pre>{"counters": {"http_requests": 1200}, "gauges": {"product_count": 12, "user_count": 3}}</pre>
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
                return ApplicationReport.uncounted();
            }
            return answer.successful() ? numbers(Json.MAPPER.readTree(answer.body())) : ApplicationReport.down();
        } catch (IOException e) {
            return ApplicationReport.down();
        }
    }

    /** What is a level by its name is one wherever the application puts it. */
    private static ApplicationReport numbers(JsonNode usage) {
        Map<String, Long> counters = new TreeMap<>();
        Map<String, Long> gauges = new TreeMap<>();
        usage.path("gauges").fields().forEachRemaining(entry -> {
            if (isPlain(entry) && gauges.size() < HeartbeatRequest.MOST_COUNTERS) {
                gauges.put(entry.getKey(), entry.getValue().longValue());
            }
        });
        usage.path("counters").fields().forEachRemaining(entry -> {
            boolean room = counters.size() + gauges.size() < HeartbeatRequest.MOST_COUNTERS;
            if (isPlain(entry) && room && !gauges.containsKey(entry.getKey())) {
                boolean level = UsageReport.LEVELS.contains(entry.getKey());
                (level ? gauges : counters).put(entry.getKey(), entry.getValue().longValue());
            }
        });
        return ApplicationReport.healthy(counters, gauges);
    }

    private static boolean isPlain(Map.Entry<String, JsonNode> entry) {
        JsonNode number = entry.getValue();
        return NAME.matcher(entry.getKey()).matches()
                && number.isIntegralNumber()
                && number.canConvertToLong()
                && number.longValue() >= 0;
    }
}
