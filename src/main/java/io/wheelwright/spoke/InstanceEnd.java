package io.wheelwright.spoke;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.Json;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Deletion;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.PlanSpec;
import io.wheelwright.api.v1alpha1.ProductSpec;
import io.wheelwright.api.v1alpha1.ReleaseStatus;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.api.v1alpha1.SpokeStatus;
import io.wheelwright.deletion.Deletions;
import io.wheelwright.deletion.Place;
import io.wheelwright.product.Snapshots;
import io.wheelwright.release.ReleaseRecord;
import io.wheelwright.release.Releases;
import io.wheelwright.spoke.phase.Outcome;
import io.wheelwright.spoke.tenancy.Retention;
import io.wheelwright.spoke.tenancy.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Records that an instance is to end, in the database and on its namespace, with all that has to be known then. Everything
 * is read live: a copy may be out of date.
 */
@ApplicationScoped
class InstanceEnd {

    static final Duration RECHECK = Duration.ofSeconds(2);

    private static final Duration HELD_RECHECK = Duration.ofSeconds(10);
    private static final String RIGHTS =
            "The hub has just got its rights in namespace %s back; they are not in force yet.";

    private final KubernetesClient client;
    private final SpokeInformers informers;
    private final Snapshots snapshots;
    private final Releases releases;
    private final Tenancy tenancy;
    private final Deletions deletions;
    private final WheelwrightConfig config;
    private final Clock clock;

    InstanceEnd(
            KubernetesClient client,
            SpokeInformers informers,
            Snapshots snapshots,
            Releases releases,
            Tenancy tenancy,
            Deletions deletions,
            WheelwrightConfig config,
            Clock clock) {
        this.client = client;
        this.informers = informers;
        this.snapshots = snapshots;
        this.releases = releases;
        this.tenancy = tenancy;
        this.deletions = deletions;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Why an instance ends.
     *
     * @param cause for people
     * @param kept how long it is kept before it is destroyed; empty for the days that its Spoke or plan says
     * @param certain whether that is the end of this one customer; otherwise an administrator has to confirm it
     */
    record Wish(String cause, Optional<Duration> kept, boolean certain) {}

    /** Either the days that are recorded now, or what is waited for: exactly one is present. */
    record Recorded(Optional<Retention> retention, Optional<Outcome> obstacle) {

        private static Recorded waiting(String reason, String message, Duration recheck) {
            return new Recorded(Optional.empty(), Optional.of(Outcome.waiting(reason, message, recheck)));
        }
    }

    /** The namespace, where there is one that belongs to this very Spoke. */
    Optional<Namespace> place(Spoke spoke) {
        return Optional.ofNullable(client.namespaces()
                        .withName(SpokeNames.of(spoke, config).namespace())
                        .get())
                .filter(namespace -> Retention.annotation(namespace, Labels.UID)
                        .filter(spoke.getMetadata().getUid()::equals)
                        .isPresent());
    }

    /** Records the end of what is in the namespace, once; a wish that keeps it longer counts until it is begun. */
    Recorded record(Spoke spoke, SpokeStatus last, Namespace place, Wish wish) {
        if (!hasRights(place, last)) {
            return Recorded.waiting(
                    "WaitingForGuardRails", RIGHTS.formatted(place.getMetadata().getName()), RECHECK);
        }
        Optional<ReleaseRecord> unreported = unreported(spoke, last, place);
        Optional<ProductSpec> product = product(spoke, last, unreported);
        Optional<Retention> scheduled = deletions.schedule(new Deletions.Request(
                Place.of(place).ownedBy(spoke.getSpec()),
                wish.cause(),
                wish.kept().orElseGet(() -> Duration.ofDays(retentionDays(spoke, product, plan(spoke, last)))),
                again(spoke),
                wish.certain() && (product.isPresent() || (last.release() == null && unreported.isEmpty()))));
        if (scheduled.isEmpty()) {
            return Recorded.waiting("DeletionHeldBack", Deletions.HELD_BACK, HELD_RECHECK);
        }
        Optional<Retention> marked = Retention.of(place);
        Retention retention = marked.orElse(scheduled.get()).orLater(scheduled.get());
        if (!marked.equals(Optional.of(retention))) {
            tenancy.retain(place, retention, product);
        }
        return new Recorded(Optional.of(retention), Optional.empty());
    }

    /** How the destruction of what is in the namespace stands. */
    Outcome destruction(Namespace place, String spokeUid, Retention retention) {
        if (retention.deleteAfter().isAfter(clock.instant())) {
            return Outcome.waiting(
                    "Destroying",
                    "The instance is destroyed after %s.".formatted(retention.deleteAfter()),
                    HELD_RECHECK);
        }
        return deletions
                .progress(place.getMetadata().getUid(), spokeUid)
                .filter(progress -> progress.message() != null)
                .map(progress -> progress.needsSomebody()
                        ? Outcome.stalled("DestructionStalled", progress.message())
                        : Outcome.waiting("Destroying", progress.message(), RECHECK))
                .orElseGet(() -> Outcome.waiting("Destroying", "The instance is being destroyed.", RECHECK));
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

    /** Of a Spoke that cannot be read nothing is known but that its instance must not be lost. */
    static Deletion deletion(Spoke spoke) {
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
