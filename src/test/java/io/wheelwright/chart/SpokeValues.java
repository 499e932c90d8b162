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
                        "database", Map.of("cpu", 2, "memory", "2Gi"),
                        "mqtt", Map.of("cpu", "250m", "memory", "256Mi")));
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

    /** All that a hub hands over, with every part of the chart that has a switch switched on. */
    static Map<String, Object> everythingOn() {
        return switched(whole(), true, true, true);
    }

    static Map<String, Object> switched(Map<String, Object> values, boolean mqtt, boolean dashboard, boolean metrics) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put("mqtt", Map.of("enabled", mqtt));
        more.put("dashboard", Map.of("enabled", dashboard));
        more.put("metrics", Map.of("enabled", metrics));
        return more;
    }

    /** Every combination of the switches, by a name that says what is on. */
    static Map<String, Map<String, Object>> combinations() {
        Map<String, Map<String, Object>> combinations = new LinkedHashMap<>();
        for (int bits = 0; bits < 8; bits++) {
            boolean mqtt = (bits & 1) != 0;
            boolean dashboard = (bits & 2) != 0;
            boolean metrics = (bits & 4) != 0;
            String name =
                    "with" + (mqtt ? "-mqtt" : "") + (dashboard ? "-dashboard" : "") + (metrics ? "-metrics" : "");
            combinations.put(name, switched(whole(), mqtt, dashboard, metrics));
        }
        return combinations;
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
