package io.wheelwright.outbox;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.wheelwright.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * Turns rows of the outbox into resources: at once after a commit, and again after a crash. Several hubs may do so at
 * the same time, because a row is locked while it is applied.
 */
@ApplicationScoped
class Relay {

    private static final String ACTOR = "relay";
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);

    private final Cluster cluster;
    private final KubernetesSerialization serialization;
    private final Audit audit;
    private final Event<Settled> settled;
    private final ExecutorService executor;
    private final Clock clock;

    Relay(
            Cluster cluster,
            KubernetesSerialization serialization,
            Audit audit,
            Event<Settled> settled,
            ExecutorService executor,
            Clock clock) {
        this.cluster = cluster;
        this.serialization = serialization;
        this.audit = audit;
        this.settled = settled;
        this.executor = executor;
        this.clock = clock;
    }

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Outbox.Written written) {
        executor.execute(this::drain);
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void drain() {
        boolean more = true;
        while (more) {
            more = QuarkusTransaction.requiringNew().call(this::next);
        }
    }

    private boolean next() {
        Optional<OutboxEntity> due = OutboxEntity.due(clock.instant());
        due.ifPresent(this::process);
        return due.isPresent();
    }

    private void process(OutboxEntity row) {
        HasMetadata manifest = serialization.unmarshal(row.manifest, HasMetadata.class);
        OutboxEntity.uidOf(row).ifPresent(uid -> row.uid = uid);
        manifest.getMetadata().setUid(row.uid);
        try {
            HasMetadata applied = cluster.apply(manifest, row.fieldManager);
            row.uid = applied.getMetadata().getUid();
            row.settle(OutboxEntity.APPLIED, null, clock.instant());
            settled.fire(new Settled(row.kind, row.name, applied, null));
        } catch (KubernetesClientException e) {
            refused(row, manifest, Refusal.of(e));
        }
    }

    private void refused(OutboxEntity row, HasMetadata manifest, Refusal refusal) {
        if (refusal.kind() == Refusal.Kind.LATER) {
            row.postpone(refusal.message(), clock.instant().plus(backoff(row.attempts)));
            Log.warnf("%s %s is not applied yet: %s", row.kind, row.name, refusal.message());
            return;
        }
        Instant now = clock.instant();
        row.settle(
                refusal.kind() == Refusal.Kind.GONE ? OutboxEntity.GONE : OutboxEntity.REFUSED, refusal.message(), now);
        HasMetadata current = cluster.read(manifest);
        audit.record(ACTOR, "refused", row.kind, row.name, null, refusal.message());
        settled.fire(new Settled(row.kind, row.name, current, refusal.message()));
        Log.warnf("%s %s was refused: %s", row.kind, row.name, refusal.message());
    }

    private static Duration backoff(int attempts) {
        Duration wait = Duration.ofSeconds(1L << Math.min(attempts, 6));
        return wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
    }
}
