package io.wheelwright.deletion;

import com.fasterxml.jackson.databind.JsonNode;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.audit.Audit;
import io.wheelwright.spoke.tenancy.Retention;
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
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final String UNCONFIRMED =
            "It waits for an administrator to confirm it: POST /hub/api/v1/scheduled-deletions/{deletion_id}/confirm.";

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
     * @param place whose instance it is, and where
     * @param cause for people: what asked for it
     * @param retention how long the instance is kept; zero to destroy it at once
     * @param spoke the Spoke as JSON; null where it is not known
     * @param certain whether all is known that a destruction needs; otherwise an administrator has to confirm it
     */
    public record Request(Place place, String cause, Duration retention, String spoke, boolean certain) {}

    /** How the deletion of a Spoke stands, for its status. */
    public record Progress(boolean needsSomebody, String message) {}

    /**
     * Records the deletion of a Spoke, once. As long as nothing was destroyed, a later request may prolong the retention.
     *
     * @return when it was deleted and until when it is kept; empty while the brake holds deletions back
     */
    @Transactional
    public Optional<Retention> schedule(Request request) {
        Optional<DeletionEntity> known = DeletionEntity.of(
                request.place().namespaceUid(), request.place().spokeUid());
        if (known.isPresent() && known.get().finishedAt == null) {
            return known.map(row -> prolonged(row, request.retention()));
        }
        if (!brake.admits("requestedAt")) {
            return Optional.empty();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Retention retention = new Retention(now, now.plus(request.retention()));
        DeletionEntity row = begun(
                known, request, retention, request.certain() ? DeletionState.scheduled : DeletionState.unconfirmed);
        audit.record(OPERATOR, "delete", KIND, row.spokeId, null, row.view());
        return Optional.of(retention);
    }

    private static Retention prolonged(DeletionEntity row, Duration retention) {
        Instant wished = row.requestedAt.plus(retention);
        if (row.begunAt == null && wished.isAfter(row.deleteAfter)) {
            row.deleteAfter = wished;
        }
        return new Retention(row.requestedAt, row.deleteAfter);
    }

    /** Takes note of a namespace whose retention this hub does not know of: without a person it is not destroyed. */
    @Transactional
    void discovered(Place place, Retention retention) {
        Optional<DeletionEntity> known = DeletionEntity.of(place.namespaceUid(), place.spokeUid());
        if (known.filter(row -> row.finishedAt == null).isEmpty()) {
            Request request = new Request(place, "found in the cluster", Duration.ZERO, null, false);
            DeletionEntity row = begun(known, request, retention, DeletionState.unconfirmed);
            audit.record(OPERATOR, "discover", KIND, row.spokeId, null, row.view());
        }
    }

    private DeletionEntity begun(
            Optional<DeletionEntity> former, Request request, Retention retention, DeletionState state) {
        former.ifPresent(row -> {
            row.delete();
            DeletionEntity.flush();
        });
        DeletionEntity row = new DeletionEntity();
        row.spokeId = request.place().spokeId();
        row.spokeUid = request.place().spokeUid();
        row.orgId = request.place().orgId();
        row.productId = request.place().productId();
        row.namespace = request.place().namespace();
        row.namespaceUid = request.place().namespaceUid();
        row.birthId = request.place().birthId();
        row.cause = request.cause();
        row.spoke = request.spoke();
        row.requestedAt = retention.deletedAt();
        row.deleteAfter = retention.deleteAfter();
        row.nextAt = clock.instant();
        row.state = state.name();
        row.persist();
        return row;
    }

    /** A Spoke has taken the namespace over, or is about to: nothing of it is to be deleted any more. */
    @Transactional
    public void takenBack(String namespaceUid, String spokeUid, String how) {
        DeletionEntity.<DeletionEntity>list("namespaceUid = ?1 and finishedAt is null", namespaceUid)
                .forEach(row -> {
                    row.finish(DeletionState.restored, "Spoke " + spokeUid + " has it.", clock.instant());
                    audit.record(OPERATOR, how, KIND, row.spokeId, row.view(), null);
                });
    }

    /** A Spoke has taken over, by a person's word, a namespace that nobody had deleted. */
    @Transactional
    public void adopted(String spokeId, String namespace) {
        audit.record(OPERATOR, "adopt", KIND, spokeId, null, namespace);
    }

    /** How far the destruction of what the Spoke left is. */
    @Transactional
    public Optional<Progress> progress(String namespaceUid, String spokeUid) {
        return DeletionEntity.of(namespaceUid, spokeUid)
                .map(row -> new Progress(
                        row.isIn(DeletionState.stalled) || row.isIn(DeletionState.unconfirmed), row.message));
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

    /** Begins the destruction, or goes on with it; false while the brake or an administrator's word is awaited. */
    @Transactional
    boolean begin(DeletionEntity due) {
        DeletionEntity row = DeletionEntity.locked(due.id).orElseThrow();
        if (row.finishedAt != null || row.isIn(DeletionState.stalled)) {
            return false;
        }
        if (row.isIn(DeletionState.unconfirmed)) {
            hold(row, UNCONFIRMED);
            return false;
        }
        if (row.begunAt != null) {
            return true;
        }
        if (!brake.admits("begunAt")) {
            hold(row, Brake.HELD);
            return false;
        }
        row.begunAt = clock.instant();
        row.state = DeletionState.executing.name();
        audit.record(OPERATOR, "destroy", KIND, row.spokeId, row.view(), null);
        return true;
    }

    /** Says what it waits for, and looks again soon. */
    @Transactional
    void waits(DeletionEntity due, String message) {
        change(due, row -> {
            row.message = message;
            row.nextAt = clock.instant().plus(SOON);
        });
    }

    /** Says what holds it back for a longer time. */
    @Transactional
    void held(DeletionEntity due, String message) {
        change(due, row -> hold(row, message));
    }

    private void hold(DeletionEntity row, String message) {
        row.message = message;
        row.nextAt = clock.instant().plus(LATER);
    }

    @Transactional
    void stopped(DeletionEntity due) {
        change(due, row -> row.stopped = true);
    }

    @Transactional
    void exported(DeletionEntity due, String hook, JsonNode said) {
        change(due, row -> {
            row.exported(hook, said);
            row.attempts = 0;
        });
    }

    /**
     * Counts a failure of the step it is at.
     *
     * @return whether it was the last that is tried
     */
    @Transactional
    boolean failed(DeletionEntity due, String message) {
        DeletionEntity row = DeletionEntity.locked(due.id).orElseThrow();
        row.attempts++;
        row.tries++;
        row.message = message;
        row.nextAt = clock.instant().plus(SOON);
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
