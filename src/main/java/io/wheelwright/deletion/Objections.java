package io.wheelwright.deletion;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.organization.LegalHolds;
import io.wheelwright.outbox.Outbox;
import io.wheelwright.spoke.tenancy.Retention;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** What speaks against a destruction: the namespace and its row must agree, and nobody may want the instance back. */
@ApplicationScoped
class Objections {

    /** What an administrator is told beside it is for nobody else: this may be shown to the customer's people. */
    static final String PUT_OFF = "The destruction is put off.";

    private final KubernetesClient client;
    private final Deletions deletions;
    private final Outbox outbox;
    private final BilledEnd billedEnd;
    private final LegalHolds holds;
    private final WheelwrightConfig config;
    private final Clock clock;

    Objections(
            KubernetesClient client,
            Deletions deletions,
            Outbox outbox,
            BilledEnd billedEnd,
            LegalHolds holds,
            WheelwrightConfig config,
            Clock clock) {
        this.client = client;
        this.deletions = deletions;
        this.outbox = outbox;
        this.billedEnd = billedEnd;
        this.holds = holds;
        this.config = config;
        this.clock = clock;
    }

    /** Why it is not destroyed now; a row that the cluster contradicts is closed. */
    Optional<String> to(DeletionEntity row, Namespace place) {
        return holds.objection(row.orgId).map(held -> PUT_OFF).or(() -> ofTheCluster(row, place));
    }

    private Optional<String> ofTheCluster(DeletionEntity row, Namespace place) {
        // Asked before anything is read: what was on its way then has arrived, or is still to be seen there.
        boolean onItsWay = outbox.pending("Spoke", row.spokeId);
        boolean mayBeKept = row.orgId != null && outbox.pending("Organization", row.orgId);
        Spoke spoke = spoke(row.spokeId);
        boolean wanted = spoke != null && spoke.getMetadata().getDeletionTimestamp() == null;
        boolean ours = spoke != null && spoke.getMetadata().getUid().equals(row.spokeUid);
        boolean hasEnded = ours && (Retention.isDestroying(place) || billedEnd.hasCome(spoke));
        Optional<Retention> retention = Retention.of(place);
        boolean agrees = Retention.annotation(place, Labels.UID)
                .filter(row.spokeUid::equals)
                .isPresent();
        if (wanted && ours && !hasEnded || !agrees || retention.isEmpty() && !ours) {
            deletions.takenBack(
                    row.namespaceUid, Retention.annotation(place, Labels.UID).orElse(row.spokeUid), "restore");
            return Optional.of("The namespace is in use.");
        }
        if (retention.isEmpty()) {
            return Optional.of("The Spoke is being deleted; its namespace is not marked yet.");
        }
        if (ours && mayBeKept) {
            return Optional.of("A change of organization " + row.orgId + " is on its way.");
        }
        if (retention.get().deleteAfter().isAfter(clock.instant())) {
            return Optional.of("The namespace is kept until " + retention.get().deleteAfter() + ".");
        }
        return row.begunAt == null && (wanted && !ours || onItsWay)
                ? Optional.of("There is a Spoke of that name again: its condition Claimed says what keeps it from "
                        + "taking the instance back.")
                : Optional.empty();
    }

    /** Whether the very Spoke that an instance is of is there, and is not being deleted. */
    boolean hasSpoke(String spokeId, String spokeUid) {
        Spoke spoke = spoke(spokeId);
        return spoke != null && spoke.getMetadata().getUid().equals(spokeUid) && !spoke.isMarkedForDeletion();
    }

    private Spoke spoke(String spokeId) {
        return client.resources(Spoke.class)
                .inNamespace(config.namespace())
                .withName(spokeId)
                .get();
    }
}
