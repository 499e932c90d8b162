package io.wheelwright.spoke;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.DeletionPolicy;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeStatus;
import io.wheelwright.fleet.SpokeObservation;
import io.wheelwright.fleet.SpokeRows;
import io.wheelwright.operation.Slots;
import io.wheelwright.release.Deployers;
import io.wheelwright.spoke.InstanceEnd.Recorded;
import io.wheelwright.spoke.InstanceEnd.Wish;
import io.wheelwright.spoke.phase.Outcome;
import io.wheelwright.spoke.tenancy.Retention;
import io.wheelwright.spoke.tenancy.Tenancy;
import io.wheelwright.spoke.tenancy.Workloads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * What the deletion of a Spoke does, while its finalizer holds it: the instance is stopped and kept for the retention
 * days, or destroyed. Done when the Spoke itself may go.
 */
@ApplicationScoped
class Removal {

    private final KubernetesClient client;
    private final InstanceEnd instanceEnd;
    private final Slots slots;
    private final FleetEnd fleetEnd;
    private final Tenancy tenancy;
    private final Workloads workloads;
    private final SpokeRows rows;
    private final KubernetesEvents events;
    private final Deployers deployers;
    private final WheelwrightConfig config;

    Removal(
            KubernetesClient client,
            InstanceEnd instanceEnd,
            Slots slots,
            FleetEnd fleetEnd,
            Tenancy tenancy,
            Workloads workloads,
            SpokeRows rows,
            KubernetesEvents events,
            Deployers deployers,
            WheelwrightConfig config) {
        this.client = client;
        this.instanceEnd = instanceEnd;
        this.slots = slots;
        this.fleetEnd = fleetEnd;
        this.tenancy = tenancy;
        this.workloads = workloads;
        this.rows = rows;
        this.events = events;
        this.deployers = deployers;
        this.config = config;
    }

    Outcome visit(Spoke spoke, SpokeStatus last) {
        String uid = spoke.getMetadata().getUid();
        slots.release(uid);
        Optional<Namespace> place = instanceEnd.place(spoke);
        if (place.isEmpty()) {
            forgetDeployer(spoke);
            rows.gone(uid, spoke.getMetadata().getName());
            return Outcome.DONE;
        }
        Optional<String> end = fleetEnd.cause();
        boolean kept = !Retention.isDestroying(place.get())
                && (end.isPresent() || InstanceEnd.deletion(spoke).policy() == DeletionPolicy.Retain);
        Recorded recorded = instanceEnd.record(spoke, last, place.get(), wish(end, kept));
        if (recorded.obstacle().isPresent()) {
            return recorded.obstacle().get();
        }
        if (!kept) {
            rows.observe(new SpokeObservation(uid, "decommissioned", Phase.Terminating.name(), null, null, null, null));
            return instanceEnd.destruction(
                    place.get(), uid, recorded.retention().orElseThrow());
        }
        tenancy.ensureKeeper(place.get());
        workloads.stop(place.get().getMetadata().getName());
        rows.gone(uid, spoke.getMetadata().getName());
        if (end.isEmpty()) {
            tell(spoke, recorded.retention().orElseThrow());
        }
        return Outcome.DONE;
    }

    private static Wish wish(Optional<String> end, boolean kept) {
        return new Wish(
                end.orElse("the Spoke was deleted"),
                kept ? Optional.empty() : Optional.of(Duration.ZERO),
                end.isEmpty());
    }

    /** Where somebody has deleted the namespace, the account that worked there is of no use. */
    private void forgetDeployer(Spoke spoke) {
        String namespace = SpokeNames.of(spoke, config).namespace();
        if (client.namespaces().withName(namespace).get() == null) {
            deployers.remove(namespace);
        }
    }

    private void tell(Spoke spoke, Retention retention) {
        events.record(
                spoke,
                KubernetesEvents.Type.Normal,
                "Retained",
                "Delete",
                "The instance is stopped and kept until %s; apply the Spoke again before to take it back."
                        .formatted(retention.deleteAfter()));
    }
}
