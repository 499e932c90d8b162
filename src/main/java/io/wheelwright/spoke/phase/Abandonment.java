package io.wheelwright.spoke.phase;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.logging.Log;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.ConditionTypes;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.fleet.SpokeRows;
import io.wheelwright.operation.Slots;
import io.wheelwright.organization.LegalHolds;
import io.wheelwright.release.ReleaseException;
import io.wheelwright.release.ReleaseName;
import io.wheelwright.release.Releases;
import io.wheelwright.spoke.KubernetesEvents;
import io.wheelwright.spoke.Scope;
import io.wheelwright.spoke.tenancy.Retention;
import io.wheelwright.spoke.tenancy.Tenancy;
import io.wheelwright.status.Conditions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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
    private final SpokeRows rows;
    private final Slots slots;
    private final LegalHolds holds;
    private final KubernetesEvents events;
    private final Duration kept;
    private final Clock clock;

    Abandonment(
            KubernetesClient client,
            Releases releases,
            SpokeRows rows,
            Slots slots,
            LegalHolds holds,
            KubernetesEvents events,
            WheelwrightConfig config,
            Clock clock) {
        this.client = client;
        this.releases = releases;
        this.rows = rows;
        this.slots = slots;
        this.holds = holds;
        this.events = events;
        this.kept = config.operations().failedKept();
        this.clock = clock;
    }

    /** Removes the release of a spoke that has stalled, if its time has come; what fails is tried again at the next look. */
    void visit(Scope scope) {
        ReleaseName release = scope.names().release();
        if (hasStalledLongAgo(scope)
                && scope.findings().handedOffAt().isEmpty()
                && isOfThisSpokeAlone(scope)
                && !rows.wasHandedOff(scope.uid())
                && holds.objection(scope.organizationId()).isEmpty()
                && releases.find(release).isPresent()
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

    /** Whether the namespace was made for this very Spoke: neither taken back, nor adopted, nor restored before it. */
    private boolean isOfThisSpokeAlone(Scope scope) {
        Namespace place =
                client.namespaces().withName(scope.names().namespace()).get();
        Map<String, String> wishes = scope.spoke().getMetadata().getAnnotations();
        return place != null
                && Tenancy.isOurs(place, scope)
                && Retention.annotation(place, Retention.HOOKS).isEmpty()
                && (wishes == null || !wishes.containsKey(Labels.ADOPT))
                && !made(place).isBefore(made(scope.spoke()));
    }

    private static Instant made(HasMetadata object) {
        return Instant.parse(object.getMetadata().getCreationTimestamp());
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
