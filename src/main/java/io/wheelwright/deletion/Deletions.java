package io.wheelwright.deletion;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The record of deletions: what is kept until when, what is being destroyed, and what is gone. */
@ApplicationScoped
public class Deletions {

    /** Why a deletion waits while the brake is engaged. */
    public static final String HELD_BACK = Brake.HELD;

    private static final String KIND = "Spoke";
    private static final String OPERATOR = "operator";
    private static final int MOST_ATTEMPTS = 3;

    private final Brake brake;
    private final Audit audit;
    private final Clock clock;

    Deletions(Brake brake, Audit audit, Clock clock) {
        this.brake = brake;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A deletion that is asked for.
     *
     * @param cause for people: what asked for it
     * @param retention how long the instance is kept; zero to destroy it at once
     * @param spoke the Spoke as JSON; null where it is not known
     */
    public record Request(
            String spokeId,
            String spokeUid,
            String orgId,
            String productId,
            String namespace,
            String namespaceUid,
            String birthId,
            String cause,
            Duration retention,
            String spoke) {}

    /** How the deletion of a Spoke stands, for its status. */
    public record Progress(boolean stalled, String message) {}

    /**
     * Records the deletion of a Spoke, once.
     *
     * @return when it was deleted and until when it is kept; empty while the brake holds deletions back
     */
    @Transactional
    public Optional<Retention> schedule(Request request) {
        Optional<DeletionEntity> known = DeletionEntity.of(request.namespaceUid(), request.spokeUid());
        if (known.isPresent() && known.get().finishedAt == null) {
            return known.map(row -> new Retention(row.requestedAt, row.deleteAfter));
        }
        if (!brake.admits("requestedAt")) {
            return Optional.empty();
        }
        DeletionEntity row = known.orElseGet(DeletionEntity::new);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        fill(row, request, now, now.plus(request.retention()), DeletionState.scheduled);
        audit.record(OPERATOR, "delete", KIND, request.spokeId(), null, row.view());
        return Optional.of(new Retention(row.requestedAt, row.deleteAfter));
    }

    /** Takes note of a namespace whose retention this hub does not know of: without a person it is not destroyed. */
    @Transactional
    void discovered(Request request, Retention retention) {
        boolean known = DeletionEntity.of(request.namespaceUid(), request.spokeUid())
                .filter(row -> row.finishedAt == null)
                .isPresent();
        if (known) {
            return;
        }
        DeletionEntity row =
                DeletionEntity.of(request.namespaceUid(), request.spokeUid()).orElseGet(DeletionEntity::new);
        fill(row, request, retention.deletedAt(), retention.deleteAfter(), DeletionState.unconfirmed);
        audit.record(OPERATOR, "discover", KIND, request.spokeId(), null, row.view());
    }

    private static void fill(
            DeletionEntity row, Request request, Instant requestedAt, Instant deleteAfter, DeletionState state) {
        row.spokeId = request.spokeId();
        row.spokeUid = request.spokeUid();
        row.orgId = request.orgId();
        row.productId = request.productId();
        row.namespace = request.namespace();
        row.namespaceUid = request.namespaceUid();
        row.birthId = request.birthId();
        row.cause = request.cause();
        row.spoke = request.spoke();
        row.requestedAt = requestedAt;
        row.deleteAfter = deleteAfter;
        row.state = state.name();
        row.message = null;
        row.attempts = 0;
        row.begunAt = null;
        row.finishedAt = null;
        row.evidence = null;
        row.persist();
    }

    /** A Spoke has taken the namespace over: nothing of it is to be deleted any more. */
    @Transactional
    public void takenBack(String spokeId, String spokeUid, String namespaceUid, String how) {
        DeletionEntity.<DeletionEntity>list("namespaceUid = ?1 and finishedAt is null", namespaceUid)
                .forEach(row -> row.finish(DeletionState.restored, "Spoke " + spokeUid + " took it.", clock.instant()));
        audit.record(OPERATOR, how, KIND, spokeId, null, "namespace " + namespaceUid);
    }

    /** How far the destruction of what the Spoke left is. */
    @Transactional
    public Optional<Progress> progress(String namespaceUid, String spokeUid) {
        return DeletionEntity.of(namespaceUid, spokeUid)
                .map(row -> new Progress(row.state.equals(DeletionState.stalled.name()), row.message));
    }

    /** What is kept or being destroyed. */
    @Transactional
    Page<ScheduledDeletion> list(PageRequest page) {
        return Page.of(
                DeletionEntity.page(page),
                page.limit(),
                DeletionEntity.count("finishedAt is null"),
                row -> row.id,
                DeletionEntity::view);
    }

    @Transactional
    Optional<ScheduledDeletion> find(long id) {
        return DeletionEntity.<DeletionEntity>findByIdOptional(id).map(DeletionEntity::view);
    }

    /** Those whose day has come. */
    @Transactional
    List<DeletionEntity> due() {
        return DeletionEntity.due(clock.instant());
    }

    /** Begins the destruction; false while the brake holds it back. */
    @Transactional
    boolean begin(DeletionEntity due) {
        DeletionEntity row = DeletionEntity.locked(due.id).orElseThrow();
        if (row.begunAt != null) {
            return true;
        }
        if (!brake.admits("begunAt")) {
            row.message = Brake.HELD;
            return false;
        }
        row.begunAt = clock.instant();
        row.state = DeletionState.executing.name();
        audit.record(OPERATOR, "destroy", KIND, row.spokeId, row.view(), null);
        return true;
    }

    @Transactional
    void waits(DeletionEntity due, String message) {
        change(due, row -> row.message = message);
    }

    @Transactional
    void exported(DeletionEntity due, String hook, JsonNode said) {
        change(due, row -> {
            row.exported(hook, said);
            row.attempts = 0;
        });
    }

    /**
     * Counts a failure.
     *
     * @return whether it was the last that is tried
     */
    @Transactional
    boolean failed(DeletionEntity due, String message) {
        DeletionEntity row = DeletionEntity.locked(due.id).orElseThrow();
        row.attempts++;
        row.message = message;
        return row.attempts >= MOST_ATTEMPTS;
    }

    /** Leaves it until an administrator decides. */
    @Transactional
    void stalls(DeletionEntity due) {
        change(due, row -> row.state = DeletionState.stalled.name());
    }

    @Transactional
    void executed(DeletionEntity due, String evidence) {
        change(due, row -> {
            row.finish(DeletionState.executed, evidence, clock.instant());
            audit.record(OPERATOR, "destroyed", KIND, row.spokeId, null, row.view());
        });
    }

    private static void change(DeletionEntity due, Consumer<DeletionEntity> change) {
        DeletionEntity.locked(due.id).filter(row -> row.finishedAt == null).ifPresent(change);
    }
}
