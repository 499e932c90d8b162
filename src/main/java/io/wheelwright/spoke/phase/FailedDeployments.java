package io.wheelwright.spoke.phase;

import io.quarkus.logging.Log;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.OperationType;
import io.wheelwright.operation.OperationHandle;
import io.wheelwright.operation.Slots;
import io.wheelwright.release.ReleaseException;
import io.wheelwright.release.ReleaseName;
import io.wheelwright.release.Releases;
import io.wheelwright.spoke.KubernetesEvents;
import io.wheelwright.spoke.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/**
 * What a first deployment that failed has made: kept for a diagnosis, then uninstalled. It was never handed to the
 * customer. The namespace, the Secrets and the volumes stay, and a retry deploys anew.
 */
@ApplicationScoped
class FailedDeployments {

    private final Releases releases;
    private final Slots slots;
    private final KubernetesEvents events;
    private final Duration kept;
    private final Clock clock;

    FailedDeployments(Releases releases, Slots slots, KubernetesEvents events, WheelwrightConfig config, Clock clock) {
        this.releases = releases;
        this.slots = slots;
        this.events = events;
        this.kept = config.operations().keepFailed();
        this.clock = clock;
    }

    /** Uninstalls it when its time is over and there is a slot. */
    void clear(Scope scope, OperationHandle operation) {
        ReleaseName release = ReleaseName.in(scope.names().namespace());
        if (!isDue(scope, operation)
                || releases.find(release).isEmpty()
                || !slots.take(scope.uid(), scope.spokeId(), Priority.of(scope), operation.finishedAt())) {
            return;
        }
        try {
            releases.uninstall(release);
            String note = "What the failed deployment had made was removed after %d days; its volumes were kept."
                    .formatted(kept.toDays());
            events.record(scope.spoke(), KubernetesEvents.Type.Warning, "FailedDeploymentRemoved", "Uninstall", note);
            Log.infof("%s: %s", scope.spokeId(), note);
        } catch (ReleaseException failure) {
            Log.warnf("%s: The failed deployment could not be removed: %s", scope.spokeId(), failure.getMessage());
        } finally {
            slots.release(scope.uid());
        }
    }

    private boolean isDue(Scope scope, OperationHandle operation) {
        return operation.type() == OperationType.deploy
                && operation.finishedAt() != null
                && !operation.isCompleted()
                && scope.findings().handedOffAt().isEmpty()
                && !clock.instant().isBefore(operation.finishedAt().plus(kept));
    }
}
