package io.wheelwright.spoke.phase;

import io.wheelwright.agent.protocol.Manifest;
import io.wheelwright.api.v1alpha1.AgentMode;
import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.api.v1alpha1.PackStatus;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.api.v1alpha1.Reasons;
import io.wheelwright.fleet.Heartbeats;
import io.wheelwright.fleet.LastHeartbeat;
import io.wheelwright.pack.Packs;
import io.wheelwright.spoke.Scope;
import io.wheelwright.status.Conditions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Publishes the manifest of packs for the agent to pull and waits until the agent has followed it. Only a required pack
 * of which the spoke has no version at all holds it up; everything else that is outstanding is shown, and follows.
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
        Manifest manifest = packs.manifest(scope.uid(), scope.spokeId(), scope.product(), scope.plan());
        packs.publish(scope.uid(), manifest);
        scope.findings().unresolved(manifest.unresolved());
        if (scope.product().agent() == AgentMode.None) {
            return Outcome.DONE;
        }
        Optional<LastHeartbeat> report = heartbeats.last(scope.uid());
        boolean followed = report.filter(last -> manifest.digest().equals(last.manifestDigest()))
                .isPresent();
        if (!followed && scope.findings().handedOffAt().isEmpty()) {
            return Outcome.waiting(
                    "WaitingForManifest", "The agent has not reported the current manifest of packs yet.", RECHECK);
        }
        report.ifPresent(last -> scope.findings().installed(installed(last)));
        OutstandingPacks outstanding = OutstandingPacks.of(manifest, report);
        if (!outstanding.blocking().isEmpty() && (followed || isWaitingForPacks(scope))) {
            return Outcome.waiting(
                    Reasons.WAITING_FOR_PACKS,
                    "The agent has not installed these packs yet: " + String.join("; ", outstanding.blocking()) + ".",
                    RECHECK);
        }
        scope.findings().outstanding(outstanding.all());
        return Outcome.DONE;
    }

    /** What was missing is not there because another manifest came, or because the agent has forgotten the last one. */
    private static boolean isWaitingForPacks(Scope scope) {
        return Optional.ofNullable(scope.spoke().getStatus())
                .flatMap(status -> Conditions.find(status.conditions(), ConditionTypes.INSTALLED))
                .filter(condition -> condition.getReason().equals(Reasons.WAITING_FOR_PACKS))
                .isPresent();
    }

    private static List<PackStatus> installed(LastHeartbeat report) {
        return report.packs().stream()
                .map(pack -> new PackStatus(pack.name(), pack.version()))
                .distinct()
                .sorted(Comparator.comparing(PackStatus::name).thenComparing(PackStatus::version))
                .limit(MOST_PACKS)
                .toList();
    }
}
