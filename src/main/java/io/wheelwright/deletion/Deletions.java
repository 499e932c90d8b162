package io.wheelwright.deletion;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.audit.Audit;
import io.wheelwright.organization.LegalHoldChanged;
import io.wheelwright.organization.LegalHolds;
import io.wheelwright.spoke.tenancy.Retention;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The record of deletions: what was asked for, what is kept until when, and what was taken back. */
@ApplicationScoped
public class Deletions {

    /** Why a deletion waits while the brake is engaged. */
    public static final String HELD_BACK = Brake.HELD;

    private static final String KIND = "Spoke";
    private static final String OPERATOR = "operator";

    private final Brake brake;
    private final DueDeletions due;
    private final LegalHolds holds;
    private final Audit audit;
    private final Clock clock;

    Deletions(Brake brake, DueDeletions due, LegalHolds holds, Audit audit, Clock clock) {
        this.brake = brake;
        this.due = due;
        this.holds = holds;
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
     * Records the deletion of a Spoke, once. A later request may prolong the retention, as long as the namespace is not
     * marked for its destruction.
     *
     * @return when it was deleted and until when it is kept; empty while the brake holds deletions back
     */
    @Transactional
    public Optional<Retention> schedule(Request request) {
        Optional<DeletionEntity> known = DeletionEntity.of(
                request.place().namespaceUid(), request.place().spokeUid());
        if (known.isPresent() && known.get().finishedAt == null) {
            return known.map(row -> asked(row, request));
        }
        if (!brake.admits("requestedAt")) {
            return Optional.empty();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Retention retention = new Retention(now, now.plus(request.retention()));
        // Of nobody knows whose it is nobody knows whether it is under legal hold.
        boolean certain = request.certain() && request.place().orgId() != null;
        DeletionEntity row =
                begun(known, request, retention, certain ? DeletionState.scheduled : DeletionState.unconfirmed);
        audit.record(OPERATOR, "delete", KIND, row.spokeId, null, row.audited());
        return Optional.of(retention);
    }

    /** What is asked for once more may keep the instance longer, and may need a confirmation that was not needed before. */
    private Retention asked(DeletionEntity row, Request request) {
        Instant wished = row.requestedAt.plus(request.retention());
        if (wished.isAfter(row.deleteAfter) && wished.isAfter(clock.instant())) {
            due.keepUntil(row, wished);
        }
        if (!request.certain() && row.isIn(DeletionState.scheduled)) {
            row.state = DeletionState.unconfirmed.name();
            row.message = DueDeletions.UNCONFIRMED;
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
            audit.record(OPERATOR, "discover", KIND, row.spokeId, null, row.audited());
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
        row.message = state == DeletionState.unconfirmed ? DueDeletions.UNCONFIRMED : null;
        row.persist();
        return row;
    }

    /** A Spoke has taken the namespace over, or is about to: nothing of it is to be deleted any more. */
    @Transactional
    public void takenBack(String namespaceUid, String spokeUid, String how) {
        DeletionEntity.<DeletionEntity>list("namespaceUid = ?1 and finishedAt is null", namespaceUid)
                .forEach(row -> {
                    due.ended(row, DeletionState.restored, "Spoke " + spokeUid + " has it.");
                    audit.record(OPERATOR, how, KIND, row.spokeId, row.audited(), null);
                });
    }

    /** A Spoke has taken over, by a person's word, a namespace that nobody had deleted. */
    @Transactional
    public void adopted(String spokeId, String namespace) {
        audit.record(OPERATOR, "adopt", KIND, spokeId, null, namespace);
    }

    /** Whether an instance of the organization is kept, or being destroyed. */
    @Transactional
    public boolean isAnyOpenOf(String orgId) {
        return DeletionEntity.count("orgId = ?1 and finishedAt is null", orgId) > 0;
    }

    /**
     * By UID, the names of the spokes that are lost since then by the biller's word: until its namespace is
     * marked, a change of mind brings an instance back whole.
     */
    @Transactional
    public Map<String, String> begunPurges(String orgId, Instant since) {
        return DeletionEntity.<DeletionEntity>stream(
                        "orgId = ?1 and cause = ?2 and begunAt >= ?3 and state <> ?4"
                                + " and (markedAt is not null or state = ?5)",
                        orgId,
                        BilledEnd.CAUSE,
                        since,
                        DeletionState.restored.name(),
                        DeletionState.executed.name())
                .collect(Collectors.toMap(row -> row.spokeUid, row -> row.spokeId, (one, other) -> one));
    }

    /** What is under legal hold is looked at seldom: it says at once what has become of the hold. */
    void look(@Observes LegalHoldChanged changed) {
        DeletionEntity.update("nextAt = ?1 where orgId = ?2 and finishedAt is null", clock.instant(), changed.orgId());
    }

    /** UIDs of the namespaces that are known to be kept or being destroyed. */
    @Transactional
    Set<String> openNamespaces() {
        return DeletionEntity.openNamespaces();
    }

    /** How far the destruction of what the Spoke left is. */
    @Transactional
    public Optional<Progress> progress(String namespaceUid, String spokeUid) {
        return DeletionEntity.of(namespaceUid, spokeUid).map(row -> new Progress(row.needsSomebody(), row.message));
    }

    /** What is kept or being destroyed. */
    @Transactional
    Page<ScheduledDeletion> list(PageRequest page) {
        List<DeletionEntity> rows = DeletionEntity.page(page);
        Map<String, String> held =
                holds.objections(rows.stream().map(row -> row.orgId).collect(Collectors.toSet()));
        return Page.of(
                rows,
                page.limit(),
                DeletionEntity.count("finishedAt is null"),
                row -> row.id,
                row -> view(row, Optional.ofNullable(held.get(row.orgId))));
    }

    @Transactional
    Optional<ScheduledDeletion> find(long id) {
        return DeletionEntity.<DeletionEntity>findByIdOptional(id).map(this::view);
    }

    /** A deletion as an administrator sees it. */
    ScheduledDeletion view(DeletionEntity row) {
        return view(row, holds.objection(row.orgId));
    }

    /** What is open says of a legal hold before its day has come, too. */
    private static ScheduledDeletion view(DeletionEntity row, Optional<String> held) {
        return held.filter(why -> row.finishedAt == null)
                .map(why -> row.view().waitingFor(row.needsSomebody() ? row.message + " " + why : why))
                .orElseGet(row::view);
    }
}
