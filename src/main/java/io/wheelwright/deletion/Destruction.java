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
import io.wheelwright.release.Deployers;
import io.wheelwright.release.ReleaseException;
import io.wheelwright.release.ReleaseName;
import io.wheelwright.release.Releases;
import io.wheelwright.spoke.tenancy.Patches;
import io.wheelwright.spoke.tenancy.Workloads;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;

/**
 * Destroys an instance whose day has come, against the order of its making: backup and export first, then the release,
 * then the namespace. Each step looks at what is there, live, so it may be interrupted and repeated anywhere.
 */
@ApplicationScoped
class Destruction {

    private static final int FIRST = 0;

    private final KubernetesClient client;
    private final Deletions deletions;
    private final Workloads workloads;
    private final Hook hook;
    private final Releases releases;
    private final Deployers deployers;
    private final Slots slots;
    private final SpokeRows rows;
    private final WheelwrightConfig config;

    Destruction(
            KubernetesClient client,
            Deletions deletions,
            Workloads workloads,
            Hook hook,
            Releases releases,
            Deployers deployers,
            Slots slots,
            SpokeRows rows,
            WheelwrightConfig config) {
        this.client = client;
        this.deletions = deletions;
        this.workloads = workloads;
        this.hook = hook;
        this.releases = releases;
        this.deployers = deployers;
        this.slots = slots;
        this.rows = rows;
        this.config = config;
    }

    /** Takes the next step that is possible now. */
    void advance(DeletionEntity row) {
        Optional<Namespace> place = Optional.ofNullable(
                        client.namespaces().withName(row.namespace).get())
                .filter(found -> found.getMetadata().getUid().equals(row.namespaceUid));
        if (place.isEmpty()) {
            finish(row);
        } else if (place.get().getMetadata().getDeletionTimestamp() != null) {
            deletions.waits(row, whatHolds(place.get()));
        } else if (Retention.of(place.get()).isEmpty()) {
            unmarked(row, place.get());
        } else if (livesAgain(row)) {
            deletions.takenBack(row.spokeId, row.spokeUid, row.namespaceUid, "restore");
        } else if (deletions.begin(row)) {
            destroy(row, place.get());
        }
    }

    private static String whatHolds(Namespace terminating) {
        return terminating.getStatus().getConditions().stream()
                .filter(condition -> condition.getStatus().equals("True"))
                .map(NamespaceCondition::getMessage)
                .findFirst()
                .orElse("Namespace " + terminating.getMetadata().getName() + " is being deleted.");
    }

    /** Its Spoke has not got round to mark it yet, or another one has taken it over since this was recorded. */
    private void unmarked(DeletionEntity row, Namespace place) {
        Spoke spoke = spoke(row);
        boolean underWay = spoke != null
                && spoke.getMetadata().getUid().equals(row.spokeUid)
                && spoke.getMetadata().getDeletionTimestamp() != null;
        if (!underWay) {
            deletions.takenBack(
                    row.spokeId, place.getMetadata().getAnnotations().get(Labels.UID), row.namespaceUid, "restore");
        }
    }

    /** A cluster that was restored has the Spoke again that was deleted since. */
    private boolean livesAgain(DeletionEntity row) {
        Spoke spoke = spoke(row);
        return spoke != null
                && spoke.getMetadata().getUid().equals(row.spokeUid)
                && spoke.getMetadata().getDeletionTimestamp() == null;
    }

    private Spoke spoke(DeletionEntity row) {
        return client.resources(Spoke.class)
                .inNamespace(config.namespace())
                .withName(row.spokeId)
                .get();
    }

    private void destroy(DeletionEntity row, Namespace place) {
        if (!place.getMetadata().getAnnotations().containsKey(Labels.SUSPENDED)) {
            workloads.stop(row.namespace);
        }
        if (!hooksAreDone(row, place)) {
            return;
        }
        Namespace marked = Retention.isDestroying(place) ? place : mark(place);
        if (!isUninstalled(row)) {
            return;
        }
        try {
            client.resource(marked).lockResourceVersion().delete();
        } catch (KubernetesClientException changed) {
            if (changed.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw changed;
            }
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

    private boolean hooksAreDone(DeletionEntity row, Namespace place) {
        String annotation = place.getMetadata().getAnnotations().get(Retention.HOOKS);
        if (annotation == null || !row.withHooks) {
            return true;
        }
        Hooks hooks = Json.read(annotation, Hooks.class);
        return isDone(row, "backup", hooks.backup(), hooks) && isDone(row, "export", hooks.export(), hooks);
    }

    private boolean isDone(DeletionEntity row, String name, String cronJob, Hooks hooks) {
        if (cronJob == null || row.hasExported(name)) {
            return true;
        }
        if (!workloads.wake(row.namespace, hooks.wake())) {
            deletions.waits(row, "The %s waits for %s to run.".formatted(name, String.join(", ", hooks.wake())));
            return false;
        }
        String jobName = "wheelwright-%s-%d-%d".formatted(name, row.id, row.attempts);
        Hook.State state = hook.run(row.namespace, name, cronJob, jobName);
        if (state instanceof Hook.State.Done done) {
            deletions.exported(row, name, done.said());
        } else if (state instanceof Hook.State.Failed failed) {
            if (deletions.failed(row, failed.message())) {
                deletions.stalls(row);
            }
        } else {
            deletions.waits(row, "The %s is running.".formatted(name));
        }
        return false;
    }

    /** A chart may say farewell; when it cannot, that does not keep its namespace alive. */
    private boolean isUninstalled(DeletionEntity row) {
        ReleaseName release = ReleaseName.in(row.namespace);
        if (releases.find(release).isEmpty()) {
            return true;
        }
        if (!slots.take(row.spokeUid, row.spokeId, FIRST)) {
            deletions.waits(row, "Other operations go on; this one starts when its turn has come.");
            return false;
        }
        try {
            releases.uninstall(release);
            return true;
        } catch (ReleaseException failure) {
            return deletions.failed(row, failure.getMessage());
        } finally {
            slots.release(row.spokeUid);
        }
    }

    private void finish(DeletionEntity row) {
        deployers.remove(row.namespace);
        rows.gone(row.spokeUid);
        deletions.executed(row, "Namespace %s (%s) does not exist.".formatted(row.namespace, row.namespaceUid));
    }
}
