package io.wheelwright.agent;

import java.util.function.Supplier;

/** The agent's life in Prometheus' text format. */
final class AgentMetrics {
    private final AgentStatus status;
    private final Supplier<AccessReport> access;

    AgentMetrics(AgentStatus status, Supplier<AccessReport> access) {
        this.status = status;
        this.access = access;
    }

    String text() {
        AccessReport now = access.get();
        return new Exposition()
                .gauge("wheelwright_agent_uptime_seconds", "Seconds since the agent started.")
                .sample("", status.uptime().toSeconds())
                .counter("wheelwright_agent_heartbeats_total", "Heartbeats by result.")
                .sample("{result=\"accepted\"}", status.acceptedHeartbeats())
                .sample("{result=\"failed\"}", status.failedHeartbeats())
                .gauge("wheelwright_agent_hub_connected", "1 while the last heartbeat was accepted.")
                .sample("", status.isConnected())
                .gauge("wheelwright_agent_last_heartbeat_timestamp_seconds", "When a heartbeat was last accepted.")
                .sample("", status.lastAccepted().getEpochSecond())
                .gauge("wheelwright_agent_registered", "1 once the directory has accepted the spoke.")
                .sample("", status.isRegistered())
                .gauge("wheelwright_agent_application_up", "1 while the application answers.")
                .sample("", status.isApplicationUp())
                .gauge("wheelwright_agent_licensed", "1 while a good license is there.")
                .sample("", now.licensed())
                .gauge("wheelwright_agent_access", "1 for the access that the application has now.")
                .sample("{access=\"" + now.access() + "\"}", true)
                .text();
    }

    private static final class Exposition {
        private final StringBuilder text = new StringBuilder();
        private String name;

        Exposition gauge(String metric, String help) {
            return metric(metric, help, "gauge");
        }

        Exposition counter(String metric, String help) {
            return metric(metric, help, "counter");
        }

        Exposition sample(String labels, boolean holds) {
            return sample(labels, holds ? 1 : 0);
        }

        Exposition sample(String labels, long value) {
            text.append(name).append(labels).append(' ').append(value).append('\n');
            return this;
        }

        String text() {
            return text.toString();
        }

        private Exposition metric(String metric, String help, String type) {
            name = metric;
            text.append("# HELP ").append(metric).append(' ').append(help).append('\n');
            text.append("# TYPE ").append(metric).append(' ').append(type).append('\n');
            return this;
        }
    }
}
