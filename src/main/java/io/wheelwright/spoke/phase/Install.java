package io.wheelwright.spoke.phase;

import io.wheelwright.agent.protocol.InstalledPack;
import io.wheelwright.agent.protocol.Manifest;
import io.wheelwright.api.v1alpha1.AgentMode;
import io.wheelwright.api.v1alpha1.PackStatus;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.fleet.Heartbeats;
import io.wheelwright.fleet.LastHeartbeat;
import io.wheelwright.pack.Packs;
import io.wheelwright.spoke.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Publishes the manifest of packs for the agent to pull and waits until the agent reports them installed. A range
 * without a published version does not hold a spoke up: the pack follows when it is published.
 */
@ApplicationScoped
class Install implements SpokePhase {

    private static final Duration RECHECK = Duration.ofSeconds(10);

    /** As many as the status has room for. */
    private static final int MOST_PACKS = 128;

    private final Packs packs;
    private final Heartbeats heartbeats;

    Install(Packs packs, Heartbeats heartbeats) {
        this.packs = packs;
        this.heartbeats = heartbeats;
    }

    @Override
    public Phase name() {
        return Phase.Install;
    }

    @Override
    public Outcome visit(Scope scope) {
        Manifest manifest = packs.manifest(scope.spokeId(), scope.product(), scope.plan());
        packs.publish(scope.uid(), manifest);
        scope.findings().unresolved(manifest.unresolved());
        if (scope.product().agent() == AgentMode.None) {
            return Outcome.DONE;
        }
        Optional<LastHeartbeat> report = heartbeats.last(scope.uid());
        if (report.filter(last -> manifest.digest().equals(last.manifestDigest()))
                .isEmpty()) {
            return Outcome.waiting(
                    "WaitingForManifest", "The agent has not reported the current manifest of packs yet.", RECHECK);
        }
        Set<InstalledPack> missing = new HashSet<>(wanted(manifest));
        missing.removeAll(report.get().packs());
        if (!missing.isEmpty()) {
            return Outcome.waiting(
                    "WaitingForPacks",
                    "The agent has not installed these packs yet: "
                            + missing.stream()
                                    .map(pack -> pack.name() + " " + pack.version())
                                    .sorted()
                                    .collect(Collectors.joining(", "))
                            + ".",
                    RECHECK);
        }
        scope.findings()
                .installed(report.get().packs().stream()
                        .map(pack -> new PackStatus(pack.name(), pack.version()))
                        .distinct()
                        .sorted(Comparator.comparing(PackStatus::name).thenComparing(PackStatus::version))
                        .limit(MOST_PACKS)
                        .toList());
        return Outcome.DONE;
    }

    private static List<InstalledPack> wanted(Manifest manifest) {
        return manifest.packs().stream()
                .map(pack -> new InstalledPack(pack.name(), pack.version()))
                .toList();
    }
}
