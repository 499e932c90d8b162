package io.wheelwright.deletion;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wheelwright.Json;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Hooks;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.api.v1alpha1.Spoke;
import io.wheelwright.fleet.SpokeRows;
import io.wheelwright.operation.Slots;
import io.wheelwright.outbox.Outbox;
import io.wheelwright.release.Deployers;
import io.wheelwright.release.ReleaseException;
import io.wheelwright.release.ReleaseName;
import io.wheelwright.release.Releases;
import io.wheelwright.spoke.tenancy.Patches;
import io.wheelwright.spoke.tenancy.Retention;
import io.wheelwright.spoke.tenancy.Tenancy;
import io.wheelwright.spoke.tenancy.Workloads;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Destroys an instance whose day has come, against the order of its making: backup and export first, then the release,
 * then the namespace. Each step looks at what is there, live, so it may be interrupted and repeated anywhere.
 */
@ApplicationScoped
class Destruction {

    private static final int FIRST = 0;

    private final KubernetesClient client;
    private final Deletions deletions;
    private final Tenancy tenancy;
    private final Workloads workloads;
    private final Hook hook;
    private final Releases releases;
    private final Deployers deployers;
    private final Slots slots;
    private final SpokeRows rows;
    private final Outbox outbox;
    private final WheelwrightConfig config;
    private final Clock clock;

    Destruction(
            KubernetesClient client,
            Deletions deletions,
            Tenancy tenancy,
            Workloads workloads,
            Hook hook,
            Releases releases,
            Deployers deployers,
            Slots slots,
            SpokeRows rows,
            Outbox outbox,
            WheelwrightConfig config,
            Clock clock) {
        this.client = client;
        this.deletions = deletions;
        this.tenancy = tenancy;
        this.workloads = workloads;
        this.hook = hook;
        this.releases = releases;
        this.deployers = deployers;
        this.slots = slots;
        this.rows = rows;
        this.outbox = outbox;
        this.config = config;
        this.clock = clock;
    }

    /** Takes the next step that is possible now. */
    void advance(DeletionEntity row) {
        Namespace place = client.namespaces().withName(row.namespace).get();
        if (place == null) {
            deployers.remove(row.namespace);
            finish(row);
        } else if (!place.getMetadata().getUid().equals(row.namespaceUid)) {
            finish(row);
        } else if (place.getMetadata().getDeletionTimestamp() != null) {
            deletions.waits(row, whatHolds(place));
        } else {
            reason(row, place).ifPresentOrElse(why -> deletions.held(row, why), () -> destroy(row, place));
        }
    }

    /** What speaks against the destruction: the namespace and its row must agree, and nobody may want it back. */
    private Optional<String> reason(DeletionEntity row, Namespace place) {
        Spoke spoke = client.resources(Spoke.class)
                .inNamespace(config.namespace())
                .withName(row.spokeId)
                .get();
        boolean wanted = spoke != null && spoke.getMetadata().getDeletionTimestamp() == null;
        boolean ours = spoke != null && spoke.getMetadata().getUid().equals(row.spokeUid);
        Optional<Retention> retention = Retention.of(place);
        boolean agrees = Retention.annotation(place, Labels.UID)
                .filter(row.spokeUid::equals)
                .isPresent();
        if (wanted && ours || !agrees || retention.isEmpty() && !ours) {
            deletions.takenBack(
                    row.namespaceUid, Retention.annotation(place, Labels.UID).orElse(row.spokeUid), "restore");
            return Optional.of("The namespace is in use.");
        }
        if (retention.isEmpty()) {
            return Optional.of("The Spoke is being deleted; its namespace is not marked yet.");
        }
        if (retention.get().deleteAfter().isAfter(clock.instant())) {
            return Optional.of("The namespace is kept until " + retention.get().deleteAfter() + ".");
        }
        boolean onItsWay = outbox.pending("Spoke", row.spokeId);
        return row.begunAt == null && (wanted || onItsWay)
                ? Optional.of("There is a Spoke of that name again: its condition Claimed says what keeps it from "
                        + "taking the instance back.")
                : Optional.empty();
    }

    private static String whatHolds(Namespace terminating) {
        return terminating.getStatus().getConditions().stream()
                .filter(condition -> condition.getStatus().equals("True"))
                .map(NamespaceCondition::getMessage)
                .findFirst()
                .orElse("Namespace " + terminating.getMetadata().getName() + " is being deleted.");
    }

    private void destroy(DeletionEntity row, Namespace place) {
        if (!deletions.begin(row)) {
            return;
        }
        tenancy.ensureKeeper(place);
        if (!row.stopped) {
            workloads.stop(row.namespace);
            deletions.stopped(row);
            return;
        }
        Optional<NextHook> hook = row.withHooks ? nextHook(row, place) : Optional.empty();
        if (hook.isPresent()) {
            run(row, hook.get());
            return;
        }
        Namespace marked = Retention.isDestroying(place) ? place : mark(place);
        if (releases.find(ReleaseName.in(row.namespace)).isEmpty() || uninstall(row)) {
            delete(marked);
        }
    }

    private Namespace mark(Namespace place) {
        return Patches.merge(
                client.namespaces().withName(place.getMetadata().getName()),
                Map.of(
                        "metadata",
                        Map.of(
                                "uid", place.getMetadata().getUid(),
                                "resourceVersion", place.getMetadata().getResourceVersion(),
                                "annotations", Map.of(Retention.DESTROYING, "true"))));
    }

    /** A hook of the product that has not said anything yet. */
    private record NextHook(String name, String cronJob, List<String> wake) {}

    private static Optional<NextHook> nextHook(DeletionEntity row, Namespace place) {
        Optional<Hooks> hooks =
                Retention.annotation(place, Retention.HOOKS).map(annotation -> Json.read(annotation, Hooks.class));
        return hooks.stream()
                .flatMap(named -> Stream.of(
                        new NextHook("backup", named.backup(), named.wake()),
                        new NextHook("export", named.export(), named.wake())))
                .filter(hook -> hook.cronJob() != null && !row.hasExported(hook.name()))
                .findFirst();
    }

    private void run(DeletionEntity row, NextHook next) {
        if (!workloads.wake(row.namespace, next.wake())) {
            deletions.waits(row, "The %s waits for %s to run.".formatted(next.name(), String.join(", ", next.wake())));
            return;
        }
        String jobName = "wheelwright-%s-%d-%d".formatted(next.name(), row.id, row.tries);
        Hook.State state = hook.run(row.namespace, next.name(), next.cronJob(), jobName);
        if (state instanceof Hook.State.Done done) {
            deletions.exported(row, next.name(), done.said());
        } else if (state instanceof Hook.State.Running) {
            deletions.waits(row, "The %s is running.".formatted(next.name()));
        } else if (state instanceof Hook.State.Failed failed && deletions.failed(row, failed.message())) {
            deletions.stalls(row);
        }
    }

    /**
     * A chart may say farewell; when it cannot, that does not keep its namespace alive.
     *
     * @return whether the release is gone, or was tried to be removed often enough
     */
    private boolean uninstall(DeletionEntity row) {
        if (!slots.take(row.spokeUid, row.spokeId, FIRST)) {
            deletions.waits(row, "Other operations go on; this one starts when its turn has come.");
            return false;
        }
        try {
            releases.uninstall(ReleaseName.in(row.namespace));
            return true;
        } catch (ReleaseException failure) {
            return deletions.failed(row, failure.getMessage());
        } catch (KubernetesClientException refused) {
            if (refused.getCode() < HttpURLConnection.HTTP_BAD_REQUEST
                    || refused.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
                throw refused;
            }
            return deletions.failed(row, refused.getMessage());
        } finally {
            slots.release(row.spokeUid);
        }
    }

    private void delete(Namespace marked) {
        try {
            client.resource(marked).lockResourceVersion().delete();
        } catch (KubernetesClientException changed) {
            if (changed.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw changed;
            }
        }
    }

    private void finish(DeletionEntity row) {
        rows.gone(row.spokeUid);
        deletions.executed(row, "Namespace %s (%s) does not exist.".formatted(row.namespace, row.namespaceUid));
    }
}
