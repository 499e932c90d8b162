package io.wheelwright.agent;

import io.wheelwright.agent.protocol.HeartbeatRequest;
import io.wheelwright.agent.protocol.HeartbeatResponse;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One beat: tell the hub how the spoke is, and follow its answer. A hub that is away slows the beat down and never
 * stops it.
 */
final class Heart {
    private final HubClient hub;
    private final Supplier<HeartbeatRequest> report;
    private final Errands errands;
    private final AgentStatus status;
    private final Pace pace;
    private final AgentJournal journal;

    Heart(
            HubClient hub,
            Supplier<HeartbeatRequest> report,
            Errands errands,
            AgentStatus status,
            Pace pace,
            AgentJournal journal) {
        this.hub = hub;
        this.report = report;
        this.errands = errands;
        this.status = status;
        this.pace = pace;
        this.journal = journal;
    }

    /** Beats once; how long to wait for the next beat. */
    Duration beat() {
        try {
            HeartbeatResponse answer = hub.heartbeat(report.get());
            status.heartbeatAccepted();
            journal.well("heartbeat");
            errands.run(answer);
            return pace.afterAnswer(answer.nextHeartbeatSeconds());
        } catch (HubException e) {
            journal.trouble("heartbeat", e.getMessage());
            return pace.afterFailure(status.heartbeatFailed(), e.retryAfter());
        }
    }
}
