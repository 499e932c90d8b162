package io.wheelwright.spoke.phase;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.wheelwright.api.v1alpha1.AgentMode;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.directory.Directory;
import io.wheelwright.fleet.Heartbeats;
import io.wheelwright.spoke.Scope;
import io.wheelwright.spoke.SpokeInformers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Waits until the instance runs: every workload is available and, where the product has an agent, the agent has
 * reported and registered its DID. It changes nothing; it says why a pod cannot start.
 */
@ApplicationScoped
class Boot implements SpokePhase {

    private static final Duration RECHECK = Duration.ofSeconds(5);

    private final SpokeInformers informers;
    private final PodTroubles troubles;
    private final Heartbeats heartbeats;
    private final Directory directory;

    Boot(SpokeInformers informers, PodTroubles troubles, Heartbeats heartbeats, Directory directory) {
        this.informers = informers;
        this.troubles = troubles;
        this.heartbeats = heartbeats;
        this.directory = directory;
    }

    @Override
    public Phase name() {
        return Phase.Boot;
    }

    @Override
    public Outcome visit(Scope scope) {
        List<HasMetadata> unavailable = informers
                .workloads(scope.names().namespace())
                .filter(workload -> !Availability.of(workload))
                .toList();
        if (!unavailable.isEmpty()) {
            return notAvailable(scope, unavailable.get(0));
        }
        if (scope.product().agent() == AgentMode.None) {
            return Outcome.DONE;
        }
        if (heartbeats.last(scope.uid()).isEmpty()) {
            return Outcome.waiting(
                    "WaitingForHeartbeat", "The agent of the spoke has not reported to the hub yet.", RECHECK);
        }
        Optional<String> did = directory.didOf(scope.uid());
        if (did.isEmpty()) {
            return Outcome.waiting(
                    "WaitingForDirectory", "The agent of the spoke has not registered its DID yet.", RECHECK);
        }
        scope.findings().identified(did.get());
        return Outcome.DONE;
    }

    private Outcome notAvailable(Scope scope, HasMetadata workload) {
        String name = workload.getKind() + " " + workload.getMetadata().getName();
        return troubles.in(scope.names().namespace(), workload)
                .map(trouble -> Outcome.waiting(trouble.reason(), name + ": " + trouble.message(), RECHECK))
                .orElseGet(() -> Outcome.waiting("WaitingForWorkloads", name + " is not available yet.", RECHECK));
    }
}
