package io.wheelwright.spoke.phase;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.logging.Log;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.operation.Slots;
import io.wheelwright.release.ReleaseException;
import io.wheelwright.release.ReleaseName;
import io.wheelwright.release.Releases;
import io.wheelwright.spoke.KubernetesEvents;
import io.wheelwright.spoke.Scope;
import io.wheelwright.status.Conditions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Removes what a first deployment has made that failed for good, once there was time to look at it. The namespace stays,
 * and so do volumes that the chart keeps. An instance that was there before its Spoke, taken back or adopted, holds
 * somebody's data and is left alone.
 */
@ApplicationScoped
class Abandonment {

    private final KubernetesClient client;
    private final Releases releases;
    private final Slots slots;
    private final KubernetesEvents events;
    private final Duration kept;
    private final Clock clock;

    Abandonment(
            KubernetesClient client,
            Releases releases,
            Slots slots,
            KubernetesEvents events,
            WheelwrightConfig config,
            Clock clock) {
        this.client = client;
        this.releases = releases;
        this.slots = slots;
        this.events = events;
        this.kept = config.operations().failedKept();
        this.clock = clock;
    }

    /** Removes the release of a spoke that has stalled, if its time has come; what fails is tried again at the next look. */
    void visit(Scope scope) {
        ReleaseName release = scope.names().release();
        if (hasStalledLongAgo(scope)
                && scope.findings().handedOffAt().isEmpty()
                && releases.find(release).isPresent()
                && isOfThisSpokeAlone(scope)
                && slots.take(scope.uid(), scope.spokeId(), Priority.of(scope), clock.instant())) {
            remove(scope, release);
        }
    }

    private boolean hasStalledLongAgo(Scope scope) {
        return Optional.ofNullable(scope.spoke().getStatus())
                .flatMap(status -> Conditions.find(status.conditions(), ConditionTypes.STALLED))
                .map(Condition::getLastTransitionTime)
                .map(Instant::parse)
                .filter(since -> since.plus(kept).isBefore(clock.instant()))
                .isPresent();
    }

    private boolean isOfThisSpokeAlone(Scope scope) {
        Namespace place =
                client.namespaces().withName(scope.names().namespace()).require();
        Instant ordered = Instant.parse(scope.spoke().getMetadata().getCreationTimestamp());
        return !Instant.parse(place.getMetadata().getCreationTimestamp()).isBefore(ordered);
    }

    private void remove(Scope scope, ReleaseName release) {
        try {
            releases.uninstall(release);
            scope.findings().removed();
            events.record(
                    scope.spoke(),
                    KubernetesEvents.Type.Warning,
                    "FailedDeploymentRemoved",
                    "Uninstall",
                    "The first deployment failed more than %d days ago; what it had made was removed. Retry to deploy again."
                            .formatted(kept.toDays()));
            Log.infof("%s: what a failed deployment had made was removed", scope.spokeId());
        } catch (ReleaseException failure) {
            Log.warnf("%s: what a failed deployment has made stays: %s", scope.spokeId(), failure.getMessage());
        } finally {
            slots.release(scope.uid());
        }
    }
}
