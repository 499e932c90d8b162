package io.wheelwright.agent;

import io.wheelwright.agent.protocol.ReportedHealth;
import java.util.Map;

/** What the application says of itself: whether it answers, and its counters. */
record ApplicationReport(ReportedHealth health, Map<String, Long> usage) {
    static ApplicationReport healthy(Map<String, Long> usage) {
        return new ApplicationReport(ReportedHealth.HEALTHY, usage);
    }

    static ApplicationReport down() {
        return new ApplicationReport(ReportedHealth.DEGRADED, Map.of());
    }
}
