package io.wheelwright.chart;

import java.util.LinkedHashMap;
import java.util.Map;

/** Values as the hub hands them to a chart. */
final class SpokeValues {
    private SpokeValues() {}

    /** Nothing but what the chart cannot do without. */
    static Map<String, Object> least() {
        Map<String, Object> wheelwright = new LinkedHashMap<>();
        wheelwright.put("spokeId", "acme");
        wheelwright.put("hostname", "acme.example.com");
        wheelwright.put("hubUrl", "https://hub.example.com");
        return with("global", Map.of("wheelwright", wheelwright), new LinkedHashMap<>());
    }

    /** All that a hub hands over. */
    static Map<String, Object> whole() {
        Map<String, Object> wheelwright = new LinkedHashMap<>();
        wheelwright.put("spokeId", "acme");
        wheelwright.put("spokeUid", "2b0f5a9e-0000-4000-8000-000000000001");
        wheelwright.put("organizationId", "acme-inc");
        wheelwright.put("productId", "iot");
        wheelwright.put("plan", "professional");
        wheelwright.put("region", "eu");
        wheelwright.put("version", "2.1.0");
        wheelwright.put("hostname", "acme.example.com:8443");
        wheelwright.put("url", "https://acme.example.com:8443");
        wheelwright.put("hubUrl", "https://hub.example.com");
        wheelwright.put(
                "images",
                Map.of("agent", "r.example/agent:1", "application", "r.example/app:2", "postgres", "r.example/pg:17"));
        wheelwright.put("ingress", Map.of("className", "nginx", "clusterIssuer", "letsencrypt"));
        wheelwright.put(
                "components",
                Map.of(
                        "api", Map.of("cpu", "1.5", "memory", "512Mi"),
                        "database", Map.of("cpu", 2, "memory", "2Gi")));
        wheelwright.put("storage", "50Gi");
        wheelwright.put("limits", Map.of("max_devices", 50, "max_users", "unlimited"));
        wheelwright.put("features", Map.of("export_data", true));
        return with("global", Map.of("wheelwright", wheelwright), new LinkedHashMap<>());
    }

    static Map<String, Object> with(String name, Object value, Map<String, Object> values) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return more;
    }

    /** The least values with one of {@code global.wheelwright} changed. */
    static Map<String, Object> global(String name, Object value) {
        Map<String, Object> wheelwright = new LinkedHashMap<>(Map.of(
                "spokeId", "acme",
                "hostname", "acme.example.com",
                "hubUrl", "https://hub.example.com"));
        if (value == null) {
            wheelwright.remove(name);
        } else {
            wheelwright.put(name, value);
        }
        return Map.of("global", Map.of("wheelwright", wheelwright));
    }
}
