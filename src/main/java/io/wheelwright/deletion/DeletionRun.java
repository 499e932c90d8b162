package io.wheelwright.deletion;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.Leadership;
import io.wheelwright.spoke.SpokeInformers;
import io.wheelwright.spoke.tenancy.Retention;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/** Looks for what is to be destroyed, on the hub that leads, and for what the database has forgotten. */
@ApplicationScoped
class DeletionRun {

    private final KubernetesClient client;
    private final Leadership leadership;
    private final Deletions deletions;
    private final DueDeletions due;
    private final Destruction destruction;
    private final Objections objections;
    private final SpokeInformers informers;
    private final ExecutorService executor;
    private final Set<Long> busy = ConcurrentHashMap.newKeySet();

    DeletionRun(
            KubernetesClient client,
            Leadership leadership,
            Deletions deletions,
            DueDeletions due,
            Destruction destruction,
            Objections objections,
            SpokeInformers informers,
            ExecutorService executor) {
        this.client = client;
        this.leadership = leadership;
        this.deletions = deletions;
        this.due = due;
        this.destruction = destruction;
        this.objections = objections;
        this.informers = informers;
        this.executor = executor;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void destroyWhatIsDue() {
        if (leadership.isLeader()) {
            due.due().stream().filter(row -> busy.add(row.id)).forEach(row -> executor.execute(() -> advance(row)));
        }
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    void discover() {
        if (leadership.isLeader()) {
            Set<String> known = deletions.openNamespaces();
            informers
                    .namespaces()
                    .filter(copy -> Retention.of(copy).isPresent())
                    .filter(copy -> !known.contains(copy.getMetadata().getUid()))
                    .forEach(this::discover);
        }
    }

    /** The copy may be out of date: what was destroyed or taken back in the meantime is no discovery. */
    private void discover(Namespace copy) {
        Namespace place =
                client.namespaces().withName(copy.getMetadata().getName()).get();
        if (place == null) {
            return;
        }
        Place found = Place.of(place);
        boolean hasEnded = Retention.isDestroying(place) || !objections.hasSpoke(found.spokeId(), found.spokeUid());
        if (found.isOwned() && hasEnded) {
            Retention.of(place).ifPresent(retention -> deletions.discovered(found, retention));
        }
    }

    private void advance(DeletionEntity row) {
        try {
            destruction.advance(row);
        } catch (RuntimeException boundary) {
            // One deletion that fails must not hold up the others; it is tried again.
            if (!Objects.equals(boundary.getMessage(), row.message)) {
                Log.warnf(boundary, "%s is not destroyed yet", row.spokeId);
            }
            due.held(row, String.valueOf(boundary.getMessage()));
        } finally {
            busy.remove(row.id);
        }
    }
}
