package io.wheelwright.spoke;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.Json;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Deletion;
import io.wheelwright.api.v1alpha1.DeletionPolicy;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Phase;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.api.v1alpha1.ReleaseStatus;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeStatus;
import io.wheelwright.deletion.Deletions;
import io.wheelwright.deletion.Place;
import io.wheelwright.fleet.SpokeObservation;
import io.wheelwright.fleet.SpokeRows;
import io.wheelwright.operation.Slots;
import io.wheelwright.product.Snapshots;
import io.wheelwright.release.Deployers;
import io.wheelwright.release.ReleaseRecord;
import io.wheelwright.release.Releases;
import io.wheelwright.spoke.phase.Outcome;
import io.wheelwright.spoke.tenancy.Retention;
import io.wheelwright.spoke.tenancy.Tenancy;
import io.wheelwright.spoke.tenancy.Workloads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the deletion of a Spoke does, while its finalizer holds it: the instance is stopped and kept for the retention
 * days, or destroyed. Done when the Spoke itself may go. Everything is read live: a copy may be out of date.
 */
@ApplicationScoped
class Removal {

    private static final Duration RECHECK = Duration.ofSeconds(2);
    private static final Duration HELD_RECHECK = Duration.ofSeconds(10);
    private static final String RIGHTS =
            "The hub has just got its rights in namespace %s back; they are not in force yet.";

    private final KubernetesClient client;
    private final SpokeInformers informers;
    private final Snapshots snapshots;
    private final Releases releases;
    private final Slots slots;
    private final FleetEnd fleetEnd;
    private final Tenancy tenancy;
    private final Workloads workloads;
    private final Deletions deletions;
    private final SpokeRows rows;
    private final KubernetesEvents events;
    private final Deployers deployers;
    private final WheelwrightConfig config;

    Removal(
            KubernetesClient client,
            SpokeInformers informers,
            Snapshots snapshots,
            Releases releases,
            Slots slots,
            FleetEnd fleetEnd,
            Tenancy tenancy,
            Workloads workloads,
            Deletions deletions,
            SpokeRows rows,
            KubernetesEvents events,
            Deployers deployers,
            WheelwrightConfig config) {
        this.client = client;
        this.informers = informers;
        this.snapshots = snapshots;
        this.releases = releases;
        this.slots = slots;
        this.fleetEnd = fleetEnd;
        this.tenancy = tenancy;
        this.workloads = workloads;
        this.deletions = deletions;
        this.rows = rows;
        this.events = events;
        this.deployers = deployers;
        this.config = config;
    }

    Outcome visit(Spoke spoke, SpokeStatus last) {
        String uid = spoke.getMetadata().getUid();
        slots.release(uid);
        Optional<Namespace> place = place(spoke, uid);
        if (place.isEmpty()) {
            forgetDeployer(spoke);
            rows.gone(uid, spoke.getMetadata().getName());
            return Outcome.DONE;
        }
        Optional<String> end = fleetEnd.cause();
        boolean kept = end.isPresent() || deletion(spoke).policy() == DeletionPolicy.Retain;
        if (!hasRights(place.get(), last)) {
            return Outcome.waiting("WaitingForGuardRails", RIGHTS.formatted(name(place.get())), RECHECK);
        }
        Optional<ReleaseRecord> found = unreported(spoke, last, place.get());
        Optional<ProductSpec> product = product(spoke, last, found);
        Optional<Retention> scheduled = deletions.schedule(new Deletions.Request(
                Place.of(place.get()),
                end.orElse("the Spoke was deleted"),
                kept ? Duration.ofDays(retentionDays(spoke, product, plan(spoke, last))) : Duration.ZERO,
                again(spoke),
                end.isEmpty() && (product.isPresent() || (last.release() == null && found.isEmpty()))));
        if (scheduled.isEmpty()) {
            return Outcome.waiting("DeletionHeldBack", Deletions.HELD_BACK, HELD_RECHECK);
        }
        if (!Retention.of(place.get()).equals(scheduled)) {
            tenancy.retain(place.get(), scheduled.get(), product);
        }
        if (!kept) {
            rows.observe(new SpokeObservation(uid, "decommissioned", Phase.Terminating.name(), null, null, null, null));
            return beingDestroyed(place.get(), uid);
        }
        tenancy.ensureKeeper(place.get());
        workloads.stop(name(place.get()));
        rows.gone(uid, spoke.getMetadata().getName());
        if (end.isEmpty()) {
            tell(spoke, scheduled.get());
        }
        return Outcome.DONE;
    }

    private Optional<Namespace> place(Spoke spoke, String uid) {
        return Optional.ofNullable(client.namespaces()
                        .withName(SpokeNames.of(spoke, config).namespace())
                        .get())
                .filter(namespace -> Retention.annotation(namespace, Labels.UID)
                        .filter(uid::equals)
                        .isPresent());
    }

    /** Where somebody has deleted the namespace, the account that worked there is of no use. */
    private void forgetDeployer(Spoke spoke) {
        String namespace = SpokeNames.of(spoke, config).namespace();
        if (client.namespaces().withName(namespace).get() == null) {
            deployers.remove(namespace);
        }
    }

    private static String name(Namespace place) {
        return place.getMetadata().getName();
    }

    /** Whether the hub may look for a release that the status does not tell of. */
    private boolean hasRights(Namespace place, SpokeStatus last) {
        return last.release() != null || place.isMarkedForDeletion() || tenancy.ensureKeeper(place);
    }

    /** A release that is there before the status says so: that of an instance that was taken back, for one. */
    private Optional<ReleaseRecord> unreported(Spoke spoke, SpokeStatus last, Namespace place) {
        return last.release() == null && !place.isMarkedForDeletion()
                ? releases.find(SpokeNames.of(spoke, config).release())
                : Optional.empty();
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

    private Outcome beingDestroyed(Namespace place, String uid) {
        return deletions
                .progress(place.getMetadata().getUid(), uid)
                .filter(progress -> progress.message() != null)
                .map(progress -> progress.needsSomebody()
                        ? Outcome.stalled("DestructionStalled", progress.message())
                        : Outcome.waiting("Destroying", progress.message(), RECHECK))
                .orElseGet(() -> Outcome.waiting("Destroying", "The instance is being destroyed.", RECHECK));
    }

    /** Of a Spoke that cannot be read nothing is known but that its instance must not be lost. */
    private static Deletion deletion(Spoke spoke) {
        return spoke.getSpec() == null ? Deletion.DEFAULT : spoke.getSpec().deletion();
    }

    private static String plan(Spoke spoke, SpokeStatus last) {
        return last.plan() == null && spoke.getSpec() != null ? spoke.getSpec().plan() : last.plan();
    }

    private int retentionDays(Spoke spoke, Optional<ProductSpec> product, String plan) {
        return Optional.ofNullable(deletion(spoke).retentionDays())
                .or(() -> product.stream()
                        .flatMap(content -> content.plans().stream())
                        .filter(candidate -> candidate.id().equals(plan))
                        .map(PlanSpec::retentionDays)
                        .findFirst())
                .orElse(config.deletion().retentionDays());
    }

    /** The product in the version that was deployed: the snapshot outlives the Product. */
    private Optional<ProductSpec> product(Spoke spoke, SpokeStatus last, Optional<ReleaseRecord> unreported) {
        return Optional.ofNullable(last.release())
                .map(ReleaseStatus::snapshot)
                .or(() -> unreported
                        .flatMap(ReleaseRecord::productVersion)
                        .filter(version -> spoke.getSpec() != null)
                        .map(version -> Snapshots.nameOf(spoke.getSpec().productRef(), version)))
                .flatMap(informers::snapshot)
                .map(snapshots::read);
    }

    private static String again(Spoke spoke) {
        Map<String, Object> again = new HashMap<>();
        again.put("labels", spoke.getMetadata().getLabels());
        again.put("spec", spoke.getSpec());
        return Json.write(again);
    }
}
