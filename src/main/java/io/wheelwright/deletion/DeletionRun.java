package io.wheelwright.deletion;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.wheelwright.Leadership;
import io.wheelwright.api.v1alpha1.Labels;
import io.wheelwright.spoke.SpokeInformers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/** Looks for what is to be destroyed, on the hub that leads, and for what the database has forgotten. */
@ApplicationScoped
class DeletionRun {

    private final Leadership leadership;
    private final Deletions deletions;
    private final Destruction destruction;
    private final SpokeInformers informers;
    private final ExecutorService executor;
    private final Set<Long> busy = ConcurrentHashMap.newKeySet();

    DeletionRun(
            Leadership leadership,
            Deletions deletions,
            Destruction destruction,
            SpokeInformers informers,
            ExecutorService executor) {
        this.leadership = leadership;
        this.deletions = deletions;
        this.destruction = destruction;
        this.informers = informers;
        this.executor = executor;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void destroyWhatIsDue() {
        if (leadership.isLeader()) {
            deletions.due().stream()
                    .filter(row -> busy.add(row.id))
                    .forEach(row -> executor.execute(() -> advance(row)));
        }
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    void discover() {
        if (leadership.isLeader()) {
            informers.namespaces().forEach(namespace -> Retention.of(namespace)
                    .ifPresent(retention -> deletions.discovered(request(namespace), retention)));
        }
    }

    private void advance(DeletionEntity row) {
        try {
            destruction.advance(row);
        } catch (KubernetesClientException failure) {
            if (!failure.getMessage().equals(row.message)) {
                Log.warnf("%s is not destroyed yet: %s", row.spokeId, failure.getMessage());
            }
            deletions.waits(row, failure.getMessage());
        } finally {
            busy.remove(row.id);
        }
    }

    private static Deletions.Request request(Namespace namespace) {
        Map<String, String> annotations = namespace.getMetadata().getAnnotations();
        return new Deletions.Request(
                namespace.getMetadata().getLabels().get(Labels.SPOKE),
                annotations.get(Labels.UID),
                annotations.get(Labels.ORGANIZATION),
                annotations.get(Labels.PRODUCT),
                namespace.getMetadata().getName(),
                namespace.getMetadata().getUid(),
                annotations.get(Labels.BIRTH_ID),
                "found in the cluster",
                Duration.ZERO,
                null);
    }
}
