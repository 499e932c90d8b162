package io.wheelwright.directory;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Caller;
import io.wheelwright.agent.protocol.DirectoryRegistration;
import io.wheelwright.audit.Audit;
import io.wheelwright.directory.DirectoryRow.Listed;
import io.wheelwright.fleet.SpokeGone;
import io.wheelwright.fleet.SpokeRebound;
import io.wheelwright.fleet.SpokeReported;
import io.wheelwright.fleet.SpokeReported.Kind;
import io.wheelwright.fleet.Visibility;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The directory: which DID is which spoke's, and where it is reached. */
@ApplicationScoped
public class Directory {

    /** A spoke registered; the operator hears of it once that is committed. */
    record Registered(String spokeUid, String spokeId) {}

    private final Visibility visibility;
    private final Event<Registered> registered;
    private final Event<SpokeReported> reported;
    private final Audit audit;
    private final Caller caller;
    private final Clock clock;

    Directory(
            Visibility visibility,
            Event<Registered> registered,
            Event<SpokeReported> reported,
            Audit audit,
            Caller caller,
            Clock clock) {
        this.visibility = visibility;
        this.registered = registered;
        this.reported = reported;
        this.audit = audit;
        this.caller = caller;
        this.clock = clock;
    }

    /** The DID that the spoke's agent registered. */
    @Transactional
    public Optional<String> didOf(String spokeUid) {
        return DirectoryRow.ofSpoke(spokeUid).map(row -> row.did);
    }

    /** Ends the request if what the registration says of being listed cannot be. */
    void check(String spokeUid, DirectoryRegistration wanted) {
        if (wanted.visible() != null) {
            visibility.check(spokeUid, wanted.visible());
        }
    }

    /** Registers the spoke's DID, or updates where it is reached; a spoke has one DID. */
    @Transactional
    DirectoryView register(String spokeUid, DirectoryRegistration wanted) {
        Instant now = clock.instant();
        Optional<DirectoryRow> same = DirectoryRow.findByIdOptional(wanted.did());
        if (same.filter(row -> !row.spokeUid.equals(spokeUid)).isPresent()) {
            throw Problem.of(ProblemType.CONFLICT, "The DID belongs to another spoke.");
        }
        DirectoryRow.Content before =
                DirectoryRow.ofSpoke(spokeUid).map(DirectoryRow::content).orElse(null);
        if (same.isEmpty()) {
            DirectoryRow.delete("spokeUid", spokeUid);
        }
        DirectoryRow row = same.orElseGet(() -> DirectoryRow.make(wanted.did(), spokeUid, wanted.spokeId(), now));
        row.endpoint = wanted.endpoint();
        row.capabilities = Objects.requireNonNullElse(wanted.capabilities(), List.of());
        row.publicKey = wanted.proof() == null ? null : wanted.proof().publicKey();
        row.updatedAt = now;
        row.persist();
        audit(row, before);
        if (wanted.visible() != null) {
            visibility.set(spokeUid, wanted.visible());
        }
        registered.fire(new Registered(spokeUid, wanted.spokeId()));
        return row.view(visibility.of(spokeUid));
    }

    /** An agent registers every now and then: only what is new is told. */
    private void audit(DirectoryRow row, DirectoryRow.Content before) {
        if (!row.content().equals(before)) {
            audit.record(caller.actor(), "register", "DirectoryEntry", row.spokeId, before, row.content());
        }
    }

    void rebound(@Observes SpokeRebound spoke) {
        DirectoryRow.update("spokeUid = ?1 where spokeUid = ?2", spoke.spokeUid(), spoke.formerUid());
    }

    void tell(@Observes(during = TransactionPhase.AFTER_SUCCESS) Registered spoke) {
        reported.fireAsync(new SpokeReported(spoke.spokeUid(), spoke.spokeId(), Kind.DIRECTORY_REGISTERED));
    }

    @Transactional
    Optional<DirectoryView> find(String did) {
        return DirectoryRow.<DirectoryRow>findByIdOptional(did).map(row -> row.view(visibility.of(row.spokeUid)));
    }

    @Transactional
    Page<DirectoryView> listed(PageRequest page) {
        return Page.of(
                DirectoryRow.listed(page),
                page.limit(),
                DirectoryRow.countListed(),
                Listed::spoke,
                listed -> listed.row().view(true));
    }

    /** Ends the request if the entry cannot be listed, or unlisted. */
    void check(String did, boolean visible) {
        visibility.check(require(did).spokeUid, visible);
    }

    @Transactional
    DirectoryView list(String did, boolean visible) {
        DirectoryRow row = require(did);
        visibility.set(row.spokeUid, visible);
        return row.view(visible);
    }

    /** A spoke that is no more cannot be reached, and its name may be another one's soon. */
    void forget(@Observes SpokeGone gone) {
        DirectoryRow.delete("spokeUid", gone.spokeUid());
    }

    private static DirectoryRow require(String did) {
        return DirectoryRow.<DirectoryRow>findByIdOptional(did)
                .orElseThrow(() -> Problem.notFound("directory entry", did));
    }
}
