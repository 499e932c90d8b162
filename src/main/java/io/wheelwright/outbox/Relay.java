package io.wheelwright.outbox;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.wheelwright.Backoff;
import io.wheelwright.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns rows of the outbox into resources: at once after a commit, and again after a crash. Several hubs may do so at
 * the same time, because a row is locked while it is applied.
 *
 * <p>A creation takes two steps, each of which may be repeated blindly. The first makes the object with a finalizer and
 * records its UID; the second takes the finalizer away. Whoever deletes the object in between, or while no hub runs,
 * leaves it there to be found, so that what is absent was never made (ADR 5).
 */
@ApplicationScoped
class Relay {

    /** Keeps an object until the hub has recorded that it was made. */
    static final String UNRECORDED = "wheelwright.io/unrecorded";

    private static final String ACTOR = "relay";
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final Cluster cluster;
    private final KubernetesSerialization serialization;
    private final Audit audit;
    private final Event<Settled> settled;
    private final ExecutorService executor;
    private final Clock clock;
    private final AtomicInteger wishes = new AtomicInteger();

    /** The one that the run is at. */
    private long row;

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
        wanted();
    }

    /** One run at a time: it holds a connection while it waits for the API server. */
    @Scheduled(every = "2s")
    void wanted() {
        if (wishes.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    void run() {
        try {
            int granted;
            do {
                granted = wishes.get();
                drain();
            } while (!wishes.compareAndSet(granted, 0));
        } catch (RuntimeException boundary) {
            // Without the database no row can be put off: the next tick tries again, and finds nobody at work.
            wishes.set(0);
            Log.warnf("the outbox cannot be read: %s", boundary.getMessage());
        }
    }

    private void drain() {
        boolean more = true;
        while (more) {
            row = 0;
            try {
                more = QuarkusTransaction.requiringNew().call(this::next);
            } catch (RuntimeException boundary) {
                // What goes wrong with one row must not hold up those of others.
                if (row == 0) {
                    throw boundary;
                }
                Log.errorf(boundary, "row %d of the outbox is put off", row);
                more = QuarkusTransaction.requiringNew().call(() -> putOff(boundary));
            }
        }
    }

    private boolean putOff(RuntimeException why) {
        Optional<OutboxEntity> failed = OutboxEntity.findByIdOptional(row);
        failed.ifPresent(entity -> postpone(entity, why.getClass().getSimpleName()));
        return failed.isPresent();
    }

    /** Takes one step, and says whether another one is worthwhile. */
    private boolean next() {
        Optional<OutboxEntity> due = OutboxEntity.due(clock.instant());
        row = due.map(entity -> entity.id).orElse(0L);
        return due.map(this::process).orElse(false);
    }

    /** An API server that is away is not asked again at once; what it refuses of one row says nothing about others. */
    private boolean process(OutboxEntity row) {
        HasMetadata manifest = serialization.unmarshal(row.manifest, HasMetadata.class);
        try {
            if (row.action == Action.delete) {
                delete(row, manifest);
            } else if (row.action == Action.create && row.uid == null) {
                manifest.getMetadata().setFinalizers(List.of(UNRECORDED));
                row.uid =
                        cluster.apply(manifest, row.fieldManager).getMetadata().getUid();
            } else {
                complete(row, manifest);
            }
            return true;
        } catch (KubernetesClientException e) {
            Refusal refusal = Refusal.of(e);
            refused(row, manifest, refusal);
            return !refusal.unanswered();
        }
    }

    /** Its end is its reconciler's to see; nothing of that name, or something newer, is none of this row's business. */
    private void delete(OutboxEntity row, HasMetadata object) {
        row.uid = OutboxEntity.uidOf(row).orElse(null);
        if (row.uid != null) {
            cluster.delete(object, row.uid);
        }
        row.settle(OutboxEntity.APPLIED, null, clock.instant());
    }

    private void complete(OutboxEntity row, HasMetadata manifest) {
        row.uid = OutboxEntity.uidOf(row).orElse(null);
        if (row.uid == null) {
            end(row, OutboxEntity.GONE, "The object was never made.", null);
            return;
        }
        manifest.getMetadata().setUid(row.uid);
        HasMetadata applied = cluster.apply(manifest, row.fieldManager);
        if (applied.isMarkedForDeletion()) {
            end(row, OutboxEntity.GONE, "The object was deleted in the meantime.", cluster.read(manifest));
        } else {
            row.settle(OutboxEntity.APPLIED, null, clock.instant());
            settled.fire(new Settled(row.kind, row.name, applied));
        }
    }

    private void refused(OutboxEntity row, HasMetadata manifest, Refusal refusal) {
        HasMetadata current = refusal.kind() == Refusal.Kind.LATER ? null : cluster.read(manifest);
        if (mayPassLater(row, refusal, current)) {
            postpone(row, refusal.message());
            Log.warnf("%s %s is not applied yet: %s", row.kind, row.name, refusal.message());
            return;
        }
        boolean gone = refusal.kind() == Refusal.Kind.GONE;
        end(row, gone ? OutboxEntity.GONE : OutboxEntity.REFUSED, refusal.message(), current);
    }

    /**
     * A conflict about an object that still is the one it was is one of the moment; so is one about a creation whose name
     * belongs to an object that is on its way out.
     */
    private static boolean mayPassLater(OutboxEntity row, Refusal refusal, HasMetadata current) {
        if (row.action == Action.create && row.uid == null && current != null && current.isMarkedForDeletion()) {
            return true;
        }
        return switch (refusal.kind()) {
            case LATER, FORBIDDEN -> true;
            case GONE ->
                current != null && current.getMetadata().getUid().equals(row.uid) && !current.isMarkedForDeletion();
            case INVALID, OWNED -> false;
        };
    }

    private void postpone(OutboxEntity row, String why) {
        row.postpone(why, clock.instant().plus(BACKOFF.after(row.attempts)));
    }

    /** Ends without an apply, as does what follows it; what asked for it hears what there is now instead. */
    private void end(OutboxEntity row, String state, String why, HasMetadata current) {
        row.settle(state, why, clock.instant());
        audit.record(ACTOR, "refused", row.kind, row.name, null, why);
        settled.fire(new Settled(row.kind, row.name, current));
        Log.warnf("%s %s was refused: %s", row.kind, row.name, why);
        OutboxEntity.nextOf(row)
                .ifPresent(next -> end(
                        next,
                        OutboxEntity.GONE,
                        "%s %s comes before it and was not applied.".formatted(row.kind, row.name),
                        there(next)));
    }

    /** What there is of an object that the row has not been applied to; nothing where that is a creation. */
    private HasMetadata there(OutboxEntity row) {
        return row.action == Action.create
                ? null
                : cluster.read(serialization.unmarshal(row.manifest, HasMetadata.class));
    }
}
