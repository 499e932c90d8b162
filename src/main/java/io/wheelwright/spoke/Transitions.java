package io.wheelwright.spoke;

import io.fabric8.kubernetes.api.model.Condition;
import io.quarkus.logging.Log;
import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.api.v1alpha1.OperationStatus;
import io.wheelwright.api.v1alpha1.OperationType;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.api.v1alpha1.Reasons;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeStatus;
import io.wheelwright.fleet.SpokeObservation;
import io.wheelwright.fleet.SpokeRows;
import io.wheelwright.operation.Deployments;
import io.wheelwright.operation.OperationHandle;
import io.wheelwright.operation.Operations.Subject;
import io.wheelwright.operation.ProvisioningEvents;
import io.wheelwright.status.Conditions;
import io.wheelwright.status.Life;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what changed between two visits: one provisioning event, one Kubernetes Event and one INFO line for each phase
 * that moved, the operation's progress, and the fleet's row. It runs before the status is written, so after a crash in
 * between the same is told again; whoever listens recognizes a repetition.
 */
@ApplicationScoped
class Transitions {

    private static final String ROW = "row";

    /** Reasons why an instance does not run that somebody should look at before anything stalls. */
    private static final Set<String> TROUBLES = Set.of(
            Reasons.CRASH_LOOP,
            "ImagePullFailed",
            "ContainerConfigInvalid",
            "Unschedulable",
            "QuotaExceeded",
            "PodsRefused",
            "SecretLost");

    private final ProvisioningEvents provisioningEvents;
    private final KubernetesEvents kubernetesEvents;
    private final Deployments deployments;
    private final SpokeRows rows;
    private final Told told;
    private final Verified verified;
    private final PhaseMetrics metrics;

    Transitions(
            ProvisioningEvents provisioningEvents,
            KubernetesEvents kubernetesEvents,
            Deployments deployments,
            SpokeRows rows,
            Told told,
            Verified verified,
            PhaseMetrics metrics) {
        this.provisioningEvents = provisioningEvents;
        this.kubernetesEvents = kubernetesEvents;
        this.deployments = deployments;
        this.rows = rows;
        this.told = told;
        this.verified = verified;
        this.metrics = metrics;
    }

    /** Returns the status with the operation in it. */
    SpokeStatus tell(Spoke spoke, SpokeStatus before, SpokeStatus after, Optional<Scope> scope) {
        boolean claimed = scope.isPresent() && after.namespace() != null;
        SpokeStatus complete = claimed ? after.withOperation(operation(scope.get(), before, after)) : after;
        SpokeInLog.operation(complete.operation());
        Life.PHASES.forEach((phase, type) -> tellIfMoved(spoke, phase, type, before, after));
        if (claimed) {
            observed(scope.get(), observation(spoke, scope.get(), after));
        }
        return complete;
    }

    /** Once more every few minutes: a database that was restored has an older state, or none. */
    private void observed(Scope scope, SpokeObservation seen) {
        if (!verified.recently(scope, ROW, seen.toString()) && rows.observe(seen)) {
            verified.now(scope, ROW, seen.toString());
        }
    }

    private void tellIfMoved(Spoke spoke, Phase phase, String type, SpokeStatus before, SpokeStatus after) {
        Optional<Condition> last = Conditions.find(before.conditions(), type);
        Conditions.find(after.conditions(), type)
                .filter(condition -> moved(last, condition) || isNewlyStalled(condition, before, after))
                .ifPresent(condition -> tellOnce(spoke, phase, last, condition, after));
    }

    private void tellOnce(Spoke spoke, Phase phase, Optional<Condition> last, Condition condition, SpokeStatus after) {
        String uid = spoke.getMetadata().getUid();
        String story = story(spoke, phase, condition, after);
        if (!told.isNews(uid, story)) {
            return;
        }
        tell(spoke, phase, condition, after);
        told.remember(uid, story);
        if (condition.getStatus().equals("True")) {
            metrics.completed(spoke, phase, last, after);
        }
    }

    /** The same word about another specification or another release is another story. */
    private static String story(Spoke spoke, Phase phase, Condition condition, SpokeStatus after) {
        return "%s/%s/%s/%b/%d/%s"
                .formatted(
                        phase,
                        condition.getStatus(),
                        condition.getReason(),
                        isStalled(condition, after),
                        spoke.getMetadata().getGeneration(),
                        after.release() == null ? "" : after.release().valuesDigest());
    }

    private void tell(Spoke spoke, Phase phase, Condition condition, SpokeStatus after) {
        boolean complete = condition.getStatus().equals("True");
        boolean stalled = isStalled(condition, after);
        provisioningEvents.record(
                spoke.getMetadata().getUid(),
                spoke.getMetadata().getName(),
                phase.name(),
                complete ? "completed" : stalled ? "stalled" : "waiting",
                condition.getReason(),
                condition.getMessage());
        kubernetesEvents.record(
                spoke,
                stalled || TROUBLES.contains(condition.getReason())
                        ? KubernetesEvents.Type.Warning
                        : KubernetesEvents.Type.Normal,
                condition.getReason().equals("Completed") ? phase + "Completed" : condition.getReason(),
                phase.name(),
                condition.getMessage());
        Log.infof("%s: %s %s", spoke.getMetadata().getName(), phase, complete ? "completed" : condition.getMessage());
    }

    /** An update that this visit worked on, or else the deployment: that is told until it is over. */
    private OperationStatus operation(Scope scope, SpokeStatus before, SpokeStatus after) {
        Optional<OperationHandle> worked = scope.findings().operation();
        Optional<OperationHandle> update = worked.filter(handle -> handle.type() == OperationType.update);
        if (update.isPresent()) {
            return update.get().status(update.get().progress());
        }
        OperationStatus last = before.operation();
        if (last != null && (last.type() == OperationType.update || Deployments.isComplete(last))) {
            return last;
        }
        int done = (int) Life.PHASES.values().stream()
                .filter(type -> Conditions.isTrue(after.conditions(), type))
                .count();
        int progress = done * 100 / Life.PHASES.size();
        return last != null && last.progress() == progress
                ? worked.map(handle -> handle.status(progress)).orElse(last)
                : deployments.progress(new Subject(scope.uid(), scope.spokeId(), scope.organizationId()), progress);
    }

    private static SpokeObservation observation(Spoke spoke, Scope scope, SpokeStatus status) {
        return new SpokeObservation(
                spoke.getMetadata().getUid(),
                wireStatus(scope, status),
                status.phase().name(),
                status.access(),
                status.plan(),
                scope.product().version(),
                status.health() == null ? null : status.health().name());
    }

    /** A spoke is provisioned once: afterwards it is active, and its health says how it is doing. */
    private static String wireStatus(Scope scope, SpokeStatus status) {
        if (scope.isSuspended()) {
            return "suspended";
        }
        return status.handedOffAt() == null ? "provisioning" : "active";
    }

    /** What is waited for and what has stalled may have the same reason. */
    private static boolean isNewlyStalled(Condition condition, SpokeStatus before, SpokeStatus after) {
        return isStalled(condition, after) && !isStalled(condition, before);
    }

    private static boolean isStalled(Condition condition, SpokeStatus status) {
        return condition.getStatus().equals("False")
                && Conditions.find(status.conditions(), ConditionTypes.STALLED)
                        .filter(stalled -> stalled.getReason().equals(condition.getReason()))
                        .isPresent();
    }

    private static boolean moved(Optional<Condition> before, Condition now) {
        if (now.getStatus().equals("Unknown")) {
            return false;
        }
        return before.isEmpty()
                || !before.get().getStatus().equals(now.getStatus())
                || !before.get().getReason().equals(now.getReason());
    }
}
