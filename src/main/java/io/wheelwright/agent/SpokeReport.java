package io.wheelwright.agent;

import io.wheelwright.agent.protocol.HeartbeatRequest;
import io.wheelwright.agent.protocol.ReportedHealth;
import java.util.function.Supplier;

/** What the spoke reports of itself at this moment. */
final class SpokeReport implements Supplier<HeartbeatRequest> {
    private final AgentSettings settings;
    private final Supplier<ApplicationReport> application;
    private final UsageBook usage;
    private final Packs packs;
    private final AgentStatus status;

    SpokeReport(
            AgentSettings settings,
            Supplier<ApplicationReport> application,
            UsageBook usage,
            Packs packs,
            AgentStatus status) {
        this.settings = settings;
        this.application = application;
        this.usage = usage;
        this.packs = packs;
        this.status = status;
    }

    @Override
    public HeartbeatRequest get() {
        ApplicationReport seen = application.get();
        status.applicationUp(seen.isUp());
        usage.note(seen);
        return new HeartbeatRequest(
                settings.spokeId(),
                settings.version(),
                health(seen),
                status.uptime().toSeconds(),
                seen.usage(),
                packs.installed(),
                Agent.VERSION,
                packs.manifestDigest(),
                packs.problems());
    }

    /** An instance without a pack that its product cannot do without is not all well. */
    private ReportedHealth health(ApplicationReport seen) {
        return packs.isRequiredMissing() && seen.isUp() ? ReportedHealth.DEGRADED : seen.health();
    }
}
