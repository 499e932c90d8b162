package io.wheelwright.deletion;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.wheelwright.Json;
import io.wheelwright.api.v1alpha1.Hooks;
import io.wheelwright.fleet.SpokeRows;
import io.wheelwright.release.Deployers;
import io.wheelwright.spoke.tenancy.Hook;
import io.wheelwright.spoke.tenancy.Patches;
import io.wheelwright.spoke.tenancy.Retention;
import io.wheelwright.spoke.tenancy.Tenancy;
import io.wheelwright.spoke.tenancy.Workloads;
import io.wheelwright.status.Copies;
import jakarta.enterprise.context.ApplicationScoped;
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

    private final KubernetesClient client;
    private final DueDeletions due;
    private final Objections objections;
    private final Tenancy tenancy;
    private final Workloads workloads;
    private final Hook hook;
    private final Farewell farewell;
    private final Deployers deployers;
    private final SpokeRows rows;

    Destruction(
            KubernetesClient client,
            DueDeletions due,
            Objections objections,
            Tenancy tenancy,
            Workloads workloads,
            Hook hook,
            Farewell farewell,
            Deployers deployers,
            SpokeRows rows) {
        this.client = client;
        this.due = due;
        this.objections = objections;
        this.tenancy = tenancy;
        this.workloads = workloads;
        this.hook = hook;
        this.farewell = farewell;
        this.deployers = deployers;
        this.rows = rows;
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
            due.waits(row, whatHolds(place));
        } else {
            objections.to(row, place).ifPresentOrElse(why -> due.held(row, why), () -> due.begin(row)
                    .ifPresent(begun -> destroy(begun, place)));
        }
    }

    private static String whatHolds(Namespace terminating) {
        return terminating.getStatus().getConditions().stream()
                .filter(condition -> condition.getStatus().equals("True"))
                .map(NamespaceCondition::getMessage)
                .findFirst()
                .orElse("Namespace " + terminating.getMetadata().getName() + " is being deleted.");
    }

    private void destroy(DeletionEntity row, Namespace place) {
        tenancy.ensureKeeper(place);
        if (!row.stopped) {
            workloads.stop(row.namespace);
            due.stopped(row);
            return;
        }
        Optional<NextHook> hook = row.withHooks ? nextHook(row, place) : Optional.empty();
        if (hook.isPresent()) {
            run(row, hook.get());
            return;
        }
        due.marked(row);
        Namespace marked = Retention.isDestroying(place) ? place : mark(place);
        if (farewell.isSaid(row)) {
            // It may have taken minutes.
            objections
                    .to(row, marked)
                    .ifPresentOrElse(why -> due.held(row, why), () -> Copies.deleteAsRead(marked, client));
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
            due.waitsLonger(
                    row,
                    "The %s waits for %s to run. To go on without it, confirm with {\"without_export\": true}."
                            .formatted(next.name(), String.join(", ", next.wake())));
            return;
        }
        String job = row.jobOf(next.name());
        Hook.State state = hook.run(new Hook.Call(row.namespace, next.name(), next.cronJob(), job, null, null));
        if (state instanceof Hook.State.Done done) {
            keep(row, next.name(), job, done.said());
        } else if (state instanceof Hook.State.Running) {
            due.waitsLonger(row, "The %s is running.".formatted(next.name()));
        } else if (state instanceof Hook.State.Failed failed && due.failed(row, failed.message())) {
            due.stalls(row);
        }
    }

    /** What lies in a volume of the namespace goes with the namespace. */
    private void keep(DeletionEntity row, String hook, String job, JsonNode said) {
        String url = said.path("url").asText();
        if (url.startsWith("file:")) {
            String message =
                    "Job %s has left its result at %s, inside of what is to be destroyed. Copy it, then confirm the deletion."
                            .formatted(job, url);
            due.left(row, hook, said, message);
        } else {
            due.exported(row, hook, said);
        }
    }

    /** A Spoke that outlives its instance says itself what becomes of its rows: it may have a new one by now. */
    private void finish(DeletionEntity row) {
        if (!objections.hasSpoke(row.spokeId, row.spokeUid)) {
            rows.gone(row.spokeUid);
        }
        due.executed(row, "Namespace %s (%s) does not exist.".formatted(row.namespace, row.namespaceUid));
    }
}
