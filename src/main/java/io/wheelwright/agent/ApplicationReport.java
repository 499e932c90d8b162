package io.wheelwright.agent;

import io.wheelwright.agent.protocol.ReportedHealth;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the application says of itself.
 *
 * @param health whether it answers
 * @param counters what only grows while the application runs
 * @param gauges what goes up and down
 */
record ApplicationReport(ReportedHealth health, Map<String, Long> counters, Map<String, Long> gauges) {
    static ApplicationReport healthy(Map<String, Long> counters, Map<String, Long> gauges) {
        return new ApplicationReport(ReportedHealth.HEALTHY, counters, gauges);
    }

    /** An application that counts nothing, or none at all. */
    static ApplicationReport uncounted() {
        return healthy(Map.of(), Map.of());
    }

    static ApplicationReport down() {
        return new ApplicationReport(ReportedHealth.DEGRADED, Map.of(), Map.of());
    }

    /** All numbers, as a heartbeat carries them. */
    Map<String, Long> usage() {
        Map<String, Long> all = new TreeMap<>(counters);
        all.putAll(gauges);
        return all;
    }

    boolean isUp() {
        return health == ReportedHealth.HEALTHY;
    }
}
