package io.wheelwright.spoke;

import static io.wheelwright.api.v1alpha1.ConditionTypes.BOOTED;
import static io.wheelwright.api.v1alpha1.ConditionTypes.RECONCILING;
import static io.wheelwright.api.v1alpha1.ConditionTypes.STALLED;

import io.fabric8.kubernetes.api.model.Condition;
import io.wheelwright.api.v1alpha1.Access;
import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.api.v1alpha1.Health;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.api.v1alpha1.Reasons;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeStatus;
import io.wheelwright.api.v1alpha1.SpokeStatusBuilder;
import io.wheelwright.spoke.phase.Outcome;
import io.wheelwright.status.Conditions;
import io.wheelwright.status.Life;
import io.wheelwright.status.Ready;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts what a visit found into the words of a status. It has no effect but its result. */
@ApplicationScoped
class SpokeReport {

    private static final String NOTHING_LEFT =
            "The subscription has ended, and nothing is left of the instance. A new subscription makes a new one.";

    private final Conditions conditions;
    private final Vitals vitals;

    SpokeReport(Clock clock, Vitals vitals) {
        this.conditions = new Conditions(clock);
        this.vitals = vitals;
    }

    SpokeStatus of(
            Spoke spoke, Optional<Scope> scope, Map<Phase, Outcome> outcomes, Findings findings, SpokeStatus last) {
        List<Condition> drafts = new ArrayList<>();
        Life.PHASES.forEach((phase, type) -> drafts.add(draft(phase, type, outcomes, findings, last)));
        Ready ready = Ready.of(drafts, suspension(scope));
        drafts.add(ready.condition());
        findings.missing()
                .flatMap(SpokeReport::progress)
                .map(SpokeReport::goingOn)
                .ifPresent(drafts::add);
        progress(outcomes)
                .filter(own -> Conditions.find(drafts, own.getType()).isEmpty())
                .ifPresent(drafts::add);
        drafts.addAll(outcomes.containsKey(Phase.Install) ? packs(findings) : packs(last));
        long generation = spoke.getMetadata().getGeneration();
        return new SpokeStatus(
                generation,
                conditions.merge(last.conditions(), drafts, generation),
                ready.phase(),
                last.operation(),
                findings.namespace(),
                findings.url(),
                scope.map(found -> found.plan().id()).orElse(last.plan()),
                findings.release().orElse(null),
                findings.packs(),
                findings.license().orElse(null),
                findings.did(),
                health(spoke, drafts, findings),
                scope.map(found -> found.entitlement().access()).orElse(last.access()),
                findings.handedOffAt().orElse(null));
    }

    /** After the handoff an instance whose workloads do not run is degraded, whatever its agent says. */
    private Health health(Spoke spoke, List<Condition> drafts, Findings findings) {
        Health reported = vitals.healthOf(spoke);
        boolean down = findings.handedOffAt().isPresent()
                && Conditions.find(drafts, BOOTED)
                        .filter(booted -> booted.getStatus().equals("False"))
                        .isPresent();
        return down && reported == Health.Healthy ? Health.Degraded : reported;
    }

    /** The status of a spoke that is being removed: what its phases reached stays as it was. */
    SpokeStatus ofRemoval(Spoke spoke, Outcome outcome, SpokeStatus last) {
        Condition progress = progress(outcome).orElseThrow();
        return asBefore(spoke, Ready.terminating(progress.getMessage()), progress, last);
    }

    /** The status of a spoke whose subscription has ended for good: what is left of the instance, or that nothing is. */
    SpokeStatus ofPurge(Spoke spoke, Outcome outcome, SpokeStatus last) {
        if (!(outcome instanceof Outcome.Done)) {
            return SpokeStatusBuilder.builder(ofRemoval(spoke, outcome, last))
                    .access(Access.None)
                    .build();
        }
        List<Condition> drafts = new ArrayList<>();
        Life.PHASES.values().forEach(type -> drafts.add(Conditions.fails(type, Reasons.PURGED, NOTHING_LEFT)));
        Ready ready = Ready.purged(NOTHING_LEFT);
        drafts.add(ready.condition());
        drafts.add(Conditions.holds(ConditionTypes.PURGED, Reasons.DELETION_DUE, NOTHING_LEFT));
        long generation = spoke.getMetadata().getGeneration();
        return SpokeStatusBuilder.builder()
                .observedGeneration(generation)
                .conditions(conditions.merge(last.conditions(), drafts, generation))
                .phase(ready.phase())
                .plan(last.plan())
                .access(Access.None)
                .build();
    }

    /** The status of a spoke that no visit gets through with, for the cluster refuses what the hub wants. */
    SpokeStatus ofRefusal(Spoke spoke, String refusal, SpokeStatus last) {
        String message = "The Kubernetes API refuses what the spoke needs: " + refusal;
        Ready ready =
                spoke.isMarkedForDeletion() ? Ready.terminating(message) : Ready.refused(message, openPhase(last));
        return asBefore(spoke, ready, Conditions.holds(RECONCILING, Reasons.KUBERNETES_API_REFUSED, message), last);
    }

    private static Phase openPhase(SpokeStatus last) {
        return Life.PHASES.entrySet().stream()
                .filter(step -> !Conditions.isTrue(last.conditions(), step.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Phase.Provision);
    }

    private SpokeStatus asBefore(Spoke spoke, Ready ready, Condition progress, SpokeStatus last) {
        List<Condition> drafts = new ArrayList<>(List.of(ready.condition(), progress));
        Life.PHASES.values().stream()
                .flatMap(type -> Conditions.find(last.conditions(), type).stream())
                .forEach(drafts::add);
        drafts.addAll(packs(last));
        long generation = spoke.getMetadata().getGeneration();
        return SpokeStatusBuilder.builder(last)
                .observedGeneration(generation)
                .conditions(conditions.merge(last.conditions(), drafts, generation))
                .phase(ready.phase())
                .build();
    }

    /** A phase that was complete once stays so where a change of what was handed over is held before it. */
    private static Condition draft(
            Phase phase, String type, Map<Phase, Outcome> outcomes, Findings findings, SpokeStatus last) {
        Outcome outcome = outcomes.get(phase);
        if (outcome instanceof Outcome.Done) {
            return Conditions.holds(type, Reasons.COMPLETED, phase + " is complete.");
        }
        if (outcome instanceof Outcome.Waiting waiting) {
            return Conditions.fails(type, waiting.reason(), waiting.message());
        }
        if (outcome instanceof Outcome.Stalled stalled) {
            return Conditions.fails(type, stalled.reason(), stalled.message());
        }
        Optional<Condition> reached = outcomes.containsKey(Phase.Provision)
                ? findings.handedOffAt().flatMap(at -> Conditions.find(last.conditions(), type))
                : Optional.empty();
        if (reached.isPresent()) {
            return reached.get();
        }
        Phase before = Phase.values()[phase.ordinal() - 1];
        return Conditions.unknown(type, Reasons.WAITING_FOR + before, phase + " follows " + before + ".");
    }

    private static Optional<Condition> progress(Map<Phase, Outcome> outcomes) {
        return outcomes.values().stream()
                .flatMap(outcome -> progress(outcome).stream())
                .findFirst();
    }

    private static Optional<Condition> progress(Outcome outcome) {
        if (outcome instanceof Outcome.Waiting waiting) {
            return Optional.of(Conditions.holds(RECONCILING, waiting.reason(), waiting.message()));
        }
        if (outcome instanceof Outcome.Stalled stalled) {
            return Optional.of(Conditions.holds(STALLED, stalled.reason(), stalled.message()));
        }
        return Optional.empty();
    }

    private static List<Condition> packs(Findings findings) {
        return Stream.of(unresolvedPacks(findings), outstandingPacks(findings))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Where Install was not reached, what it has said last still holds. */
    private static List<Condition> packs(SpokeStatus last) {
        return Stream.of(ConditionTypes.PACKS_UNRESOLVED, ConditionTypes.PACKS_OUTSTANDING)
                .flatMap(type -> Conditions.find(last.conditions(), type).stream())
                .toList();
    }

    private static Condition goingOn(Condition missing) {
        return missing.edit()
                .withMessage(missing.getMessage() + " The instance goes on with what is deployed.")
                .build();
    }

    /** A warning: such a pack holds nobody up, it follows when it is published. */
    private static Optional<Condition> unresolvedPacks(Findings findings) {
        if (findings.unresolvedPacks().isEmpty()) {
            return Optional.empty();
        }
        String names = findings.unresolvedPacks().stream()
                .map(pack -> pack.name() + " " + pack.range())
                .collect(Collectors.joining(", "));
        return Optional.of(Conditions.holds(
                ConditionTypes.PACKS_UNRESOLVED,
                "NoPublishedVersion",
                "No version is published yet for: " + names + ". They are installed once they are."));
    }

    private static Optional<Condition> outstandingPacks(Findings findings) {
        if (findings.outstandingPacks().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Conditions.holds(
                ConditionTypes.PACKS_OUTSTANDING,
                "NotInstalled",
                "The agent has not installed: " + String.join("; ", findings.outstandingPacks())
                        + ". The spoke goes on with what it has."));
    }

    private static Optional<Condition> suspension(Optional<Scope> scope) {
        return scope.filter(Scope::isSuspended)
                .map(found -> Ready.suspended(found.entitlement().message()));
    }
}
