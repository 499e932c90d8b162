package io.wheelwright.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.wheelwright.agent.protocol.HeartbeatRequest;
import io.wheelwright.agent.protocol.ReportedHealth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    200 | {"counters": {"product_count": 12, "user_count": 3}} | HEALTHY  | {product_count=12, user_count=3}
                    200 | {"counters": {"c": 1}, "gauges": {"g": 2, "c": 3}}   | HEALTHY  | {c=3, g=2}
                    200 | {"counters": {}}                                     | HEALTHY  | {}
                    200 | {"counters": {"mail": "ann@example.com"}}            | HEALTHY  | {}
                    200 | {"counters": {"ann@example.com": 1}}                 | HEALTHY  | {}
                    200 | {"counters": {"ratio": 0.5, "debt": -1, "n": 2}}     | HEALTHY  | {n=2}
                    200 | {"counters": {"huge": 9223372036854775808}}          | HEALTHY  | {}
                    200 | {"counters": [1, 2]}                                 | HEALTHY  | {}
                    200 | []                                                   | HEALTHY  | {}
                    200 | <html>                                               | DEGRADED | {}
                    404 | nothing here                                         | HEALTHY  | {}
                    500 | {"counters": {"n": 1}}                               | DEGRADED | {}
                    302 | {}                                                   | DEGRADED | {}
                    """)
    void countsWholeNumbersUnderPlainNamesOnly(int status, String body, ReportedHealth health, String usage)
            throws IOException {
        ApplicationReport report = report(status, body);

        assertThat(report.health()).isEqualTo(health);
        assertThat(report.usage()).hasToString(usage);
    }

    @Test
    void tellsCountersFromLevels() throws IOException {
        ApplicationReport report = report(
                200, "{\"counters\": {\"http_requests\": 5, \"total_devices\": 3}, \"gauges\": {\"user_count\": 2}}");

        assertThat(report.counters()).hasToString("{http_requests=5}");
        assertThat(report.gauges()).hasToString("{total_devices=3, user_count=2}");
    }

    @Test
    void passesOnNoMoreCountersThanTheHubTakes() throws IOException {
        String counters = IntStream.rangeClosed(0, HeartbeatRequest.MOST_COUNTERS)
                .mapToObj(i -> "\"n%d\": %d".formatted(i, i))
                .collect(Collectors.joining(", "));

        ApplicationReport report = report(200, "{\"counters\": {" + counters + "}}");

        assertThat(report.usage()).hasSize(HeartbeatRequest.MOST_COUNTERS);
    }

    private static ApplicationReport report(int status, String body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        server.createContext("/usage", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(status, content.length);
                exchange.getResponseBody().write(content);
            }
        });
        server.start();
        try {
            return new Application(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                    .report();
        } finally {
            server.stop(0);
        }
    }
}
