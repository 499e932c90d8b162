package io.wheelwright.spoke.phase;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.wheelwright.api.v1alpha1.AgentMode;
import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.api.v1alpha1.Reasons;
import io.wheelwright.directory.Directory;
import io.wheelwright.fleet.Heartbeats;
import io.wheelwright.spoke.Scope;
import io.wheelwright.spoke.SpokeInformers;
import io.wheelwright.spoke.Verified;
import io.wheelwright.spoke.phase.PodTroubles.Trouble;
import io.wheelwright.spoke.tenancy.Workloads;
import io.wheelwright.status.Conditions;
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
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration WATCHING = Duration.ofSeconds(30);
    private static final String DID = "did";

    private final SpokeInformers informers;
    private final Workloads workloads;
    private final PodTroubles troubles;
    private final Heartbeats heartbeats;
    private final Directory directory;
    private final Verified verified;

    Boot(
            SpokeInformers informers,
            Workloads workloads,
            PodTroubles troubles,
            Heartbeats heartbeats,
            Directory directory,
            Verified verified) {
        this.informers = informers;
        this.workloads = workloads;
        this.troubles = troubles;
        this.heartbeats = heartbeats;
        this.directory = directory;
        this.verified = verified;
    }

    @Override
    public Phase name() {
        return Phase.Boot;
    }

    @Override
    public Outcome visit(Scope scope) {
        List<HasMetadata> present =
                informers.workloads(scope.names().namespace()).toList();
        Optional<Outcome> trouble = trouble(scope, present, RECHECK);
        if (trouble.isPresent()) {
            return trouble.get();
        }
        boolean hasAgent = scope.product().agent() == AgentMode.Required;
        if (present.isEmpty() && hasAgent) {
            return Outcome.waiting("WaitingForWorkloads", "The agent's workload has not been made yet.", SOON);
        }
        boolean handedOff = scope.findings().handedOffAt().isPresent();
        if ((!handedOff || present.isEmpty())
                && !workloads.areSeen(scope.names().namespace())) {
            return Outcome.waiting("WaitingForWorkloads", "The workloads have only just been made.", SOON);
        }
        return hasAgent ? agent(scope) : Outcome.DONE;
    }

    /** How what is deployed runs, while another release of it waits or fails. Its workloads tell when they change. */
    Outcome watch(Scope scope) {
        List<HasMetadata> present =
                informers.workloads(scope.names().namespace()).toList();
        return present.isEmpty()
                ? Outcome.waiting(
                        Reasons.WAITING_FOR + Phase.Provision,
                        "There is no workload of the instance; Boot follows Provision.",
                        WATCHING)
                : trouble(scope, present, WATCHING).orElse(Outcome.DONE);
    }

    private Optional<Outcome> trouble(Scope scope, List<HasMetadata> present, Duration recheck) {
        return present.stream()
                .filter(workload -> !Availability.of(workload))
                .findFirst()
                .map(workload -> notAvailable(scope, workload, recheck))
                .or(() -> crashing(scope, present, recheck));
    }

    /** Between two crashes a workload is available for a moment: what was seen to crash has to run for longer. */
    private Optional<Outcome> crashing(Scope scope, List<HasMetadata> present, Duration recheck) {
        boolean crashed = Optional.ofNullable(scope.spoke().getStatus())
                .flatMap(status -> Conditions.find(status.conditions(), ConditionTypes.BOOTED))
                .filter(booted -> Reasons.CRASH_LOOP.equals(booted.getReason()))
                .isPresent();
        if (!crashed) {
            return Optional.empty();
        }
        return present.stream()
                .flatMap(workload -> troubles
                        .crashLoop(scope.names().namespace(), workload)
                        .map(trouble -> told(workload, trouble, recheck))
                        .stream())
                .findFirst();
    }

    private Outcome agent(Scope scope) {
        if (heartbeats.last(scope.uid()).isEmpty()) {
            return Outcome.waiting(
                    "WaitingForHeartbeat", "The agent of the spoke has not reported to the hub yet.", RECHECK);
        }
        String known = scope.findings().did();
        if (known != null && verified.recently(scope, DID, known)) {
            return Outcome.DONE;
        }
        Optional<String> did = directory.didOf(scope.uid());
        if (did.isEmpty()) {
            return Outcome.waiting(
                    "WaitingForDirectory", "The agent of the spoke has not registered its DID yet.", RECHECK);
        }
        scope.findings().identified(did.get());
        verified.now(scope, DID, did.get());
        return Outcome.DONE;
    }

    private Outcome notAvailable(Scope scope, HasMetadata workload, Duration recheck) {
        return troubles.in(scope.names().namespace(), workload)
                .map(trouble -> told(workload, trouble, recheck))
                .orElseGet(() ->
                        Outcome.waiting("WaitingForWorkloads", name(workload) + " is not available yet.", recheck));
    }

    private static Outcome told(HasMetadata workload, Trouble trouble, Duration recheck) {
        return Outcome.waiting(trouble.reason(), name(workload) + ": " + trouble.message(), recheck);
    }

    private static String name(HasMetadata workload) {
        return workload.getKind() + " " + workload.getMetadata().getName();
    }
}
