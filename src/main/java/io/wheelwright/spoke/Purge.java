package io.wheelwright.spoke;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeStatus;
import io.wheelwright.deletion.BilledEnd;
import io.wheelwright.fleet.SpokeRows;
import io.wheelwright.outbox.FieldManagers;
import io.wheelwright.spoke.InstanceEnd.Recorded;
import io.wheelwright.spoke.InstanceEnd.Wish;
import io.wheelwright.spoke.phase.Outcome;
import io.wheelwright.spoke.tenancy.Tenancy;
import io.wheelwright.spoke.tenancy.Workloads;
import io.wheelwright.status.Copies;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of a spoke whose biller's day of deletion has come: its instance is destroyed, with all data. A Spoke that
 * the hub made goes with it; one that somebody else declares stays, and a new subscription gives it a new instance.
 */
@ApplicationScoped
class Purge {

    private static final Duration WHILE_KEPT = Duration.ofMinutes(1);
    private static final String KEPT =
            "The subscription has ended; the instance and its data are destroyed after %s. A change of spec.billing before "
                    + "that keeps them.";

    private static final Outcome LEAVING =
            Outcome.waiting("Purging", "The Spoke is being deleted.", InstanceEnd.RECHECK);

    private final KubernetesClient client;
    private final InstanceEnd instanceEnd;
    private final FleetEnd fleetEnd;
    private final BilledEnd billedEnd;
    private final Workloads workloads;
    private final SpokeRows rows;
    private final WheelwrightConfig config;
    private final Clock clock;

    Purge(
            KubernetesClient client,
            InstanceEnd instanceEnd,
            FleetEnd fleetEnd,
            BilledEnd billedEnd,
            Workloads workloads,
            SpokeRows rows,
            WheelwrightConfig config,
            Clock clock) {
        this.client = client;
        this.instanceEnd = instanceEnd;
        this.fleetEnd = fleetEnd;
        this.billedEnd = billedEnd;
        this.workloads = workloads;
        this.rows = rows;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Takes the next step that is possible now; done when nothing of the instance is left.
     *
     * @return empty where the instance is to be looked after as ever: its day has not come, it is protected, or the
     *     namespace is not, or not yet again, this Spoke's
     */
    Optional<Outcome> visit(Scope scope, SpokeStatus last) {
        if (!scope.entitlement().isDeletionDue()) {
            return Optional.empty();
        }
        Spoke live = client.resource(scope.spoke()).get();
        if (live == null || !scope.uid().equals(live.getMetadata().getUid()) || live.isMarkedForDeletion()) {
            return Optional.of(LEAVING);
        }
        if (fleetEnd.cause().isPresent() || !billedEnd.hasCome(live)) {
            return Optional.empty();
        }
        Namespace place =
                client.namespaces().withName(scope.names().namespace()).get();
        if (place == null) {
            return Optional.of(nothingIsLeft(live));
        }
        return Tenancy.isOurs(place, scope) ? Optional.of(end(live, last, place)) : Optional.empty();
    }

    private Outcome nothingIsLeft(Spoke live) {
        rows.gone(live.getMetadata().getUid(), live.getMetadata().getName());
        if (!FieldManagers.isHubMade(live, "organizationRef")) {
            return Outcome.DONE;
        }
        Copies.deleteAsRead(live, client);
        return LEAVING;
    }

    private Outcome end(Spoke live, SpokeStatus last, Namespace place) {
        Wish wish = new Wish(BilledEnd.CAUSE, Optional.of(config.deletion().purgeDelay()), true);
        Recorded recorded = instanceEnd.record(live, last, place, wish);
        if (recorded.obstacle().isPresent()) {
            return recorded.obstacle().get();
        }
        Instant day = recorded.retention().orElseThrow().deleteAfter();
        if (day.isAfter(clock.instant()) && !place.isMarkedForDeletion()) {
            workloads.suspend(place.getMetadata().getName());
            return Outcome.waiting("PurgeScheduled", KEPT.formatted(day), WHILE_KEPT);
        }
        return instanceEnd.destruction(
                place, live.getMetadata().getUid(), recorded.retention().orElseThrow());
    }
}
