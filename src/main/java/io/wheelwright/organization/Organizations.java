package io.wheelwright.organization;

import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.outbox.Outbox;
import io.wheelwright.outbox.Proposal;
import io.wheelwright.outbox.Proposals;
import io.wheelwright.outbox.Turn;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The organizations as REST knows them. */
@ApplicationScoped
public class Organizations {

    private final Proposals proposals;
    private final Outbox outbox;
    private final OwnOrganization own;
    private final Event<OrganizationChanged> changes;
    private final String namespace;
    private final Set<String> namespaces;
    private final Clock clock;

    Organizations(
            Proposals proposals,
            Outbox outbox,
            OwnOrganization own,
            Event<OrganizationChanged> changes,
            WheelwrightConfig config,
            Clock clock) {
        this.proposals = proposals;
        this.outbox = outbox;
        this.own = own;
        this.changes = changes;
        this.namespace = config.namespace();
        this.namespaces = Set.copyOf(List.of(config.namespace(), config.hubNamespace(), config.deployersNamespace()));
        this.clock = clock;
    }

    /** An organization and its version. */
    record Versioned(OrganizationView organization, String etag) {}

    /** Ends the request if the API server would not take such an organization. */
    void check(NewOrganization wanted) {
        OrganizationEntity entity = make(wanted);
        proposals.check(proposal(entity, unheld(entity)));
    }

    /** The same, if the API server can be asked now. */
    @Transactional(TxType.NEVER)
    public void consider(NewOrganization wanted) {
        OrganizationEntity entity = make(wanted);
        proposals.consider(proposal(entity, unheld(entity)));
    }

    @Transactional
    Versioned create(NewOrganization wanted) {
        return begin(wanted).versioned();
    }

    /**
     * An organization and its row.
     *
     * @param suspended whether its members may only look, pay and export: a person has suspended it, or billing grants no
     *     more
     */
    public record Opened(long row, String orgId, boolean suspended) {}

    /** The organization that has this name now, and its row. */
    @Transactional
    public Optional<Opened> opened(String orgId) {
        return OrganizationEntity.current(orgId).map(this::opened);
    }

    /** Makes the organization of somebody who has signed up, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public Opened open(NewOrganization wanted) {
        return opened(begin(wanted));
    }

    /** The organization of that row, while it is there. */
    @Transactional
    public Optional<OrganizationView> ofRow(long row) {
        return OrganizationEntity.<OrganizationEntity>find("id = ?1 and goneAt is null", row)
                .firstResultOptional()
                .map(OrganizationEntity::view);
    }

    /** Ends the request if the change cannot be made. */
    void check(String orgId, OrganizationChange change, Optional<String> ifMatch) {
        OrganizationEntity entity = OrganizationEntity.current(orgId).orElseThrow(() -> unknown(orgId));
        checkVersion(entity, ifMatch);
        OrganizationView wanted = entity.view().with(change);
        if (!wanted.equals(entity.view())) {
            proposals.check(proposal(entity, wanted));
        }
    }

    /** Changes name or address, if the organization still is at that version. */
    @Transactional
    Versioned change(String orgId, OrganizationChange change, Optional<String> ifMatch) {
        OrganizationEntity entity = OrganizationEntity.locked(orgId).orElseThrow(() -> unknown(orgId));
        checkVersion(entity, ifMatch);
        OrganizationView before = entity.view();
        OrganizationView wanted = before.with(change);
        if (!wanted.equals(before)) {
            entity.take(wanted, clock.instant());
            proposals.change(proposal(entity, wanted), before, wanted);
        }
        return entity.versioned();
    }

    @Transactional
    Optional<Versioned> find(String orgId) {
        return OrganizationEntity.current(orgId).map(OrganizationEntity::versioned);
    }

    @Transactional
    Page<OrganizationView> list(PageRequest page) {
        List<OrganizationEntity> rows = OrganizationEntity.page(page);
        Map<String, Optional<LegalHold>> holds = LegalHoldEntity.holds(rows);
        return Page.of(
                rows,
                page.limit(),
                OrganizationEntity.count("goneAt is null"),
                entity -> entity.id,
                entity -> entity.view(holds.getOrDefault(entity.orgId, Optional.empty())));
    }

    /** The organization as REST shows it. */
    @Transactional
    public Optional<OrganizationView> view(String orgId) {
        return OrganizationEntity.current(orgId).map(OrganizationEntity::view);
    }

    /** UID of the organization that has this name now, once its resource has been seen. */
    @Transactional
    public Optional<String> uidOf(String orgId) {
        return OrganizationEntity.current(orgId).map(organization -> organization.uid);
    }

    /** Whether there is such an organization now. */
    @Transactional
    public boolean exists(String orgId) {
        return OrganizationEntity.current(orgId).isPresent();
    }

    /**
     * Records what an Organization says, however it was made; writes nothing when it is the same. An older state than the
     * one that was seen, or than the one that is on its way, is none: a change made from it would undo what came since.
     */
    @Transactional
    public void observe(Organization seen) {
        String orgId = seen.getMetadata().getName();
        Turn.take(OrganizationProposal.KIND, orgId);
        if (seen.isMarkedForDeletion()
                && OrganizationEntity.isGone(seen.getMetadata().getUid())) {
            return;
        }
        Optional<OrganizationEntity> last = OrganizationEntity.locked(orgId);
        OrganizationEntity entity = last.filter(row -> !row.isReplacedBy(seen, clock.instant()))
                .orElseGet(() -> OrganizationEntity.seen(seen, last, clock.instant()));
        Optional<LegalHoldEntity> held = LegalHoldEntity.of(orgId);
        last.filter(row -> row != entity).ifPresent(lost -> changes.fire(new OrganizationChanged(lost.uid)));
        Customer before = entity.customer(held);
        entity.uid = seen.getMetadata().getUid();
        boolean older = seen.getMetadata().getGeneration() < entity.generation;
        if (entity.isNew() || (!older && !outbox.pending(OrganizationProposal.KIND, orgId))) {
            entity.take(seen, own.is(orgId), clock.instant());
        }
        if (entity.isNew() || !before.equals(entity.customer(held))) {
            changes.fire(new OrganizationChanged(entity.uid));
        }
        entity.persist();
    }

    /** Records that an Organization is gone, also when its row has not heard of its UID yet. */
    @Transactional
    public void gone(String uid, String orgId) {
        OrganizationEntity.update(
                "goneAt = ?1 where goneAt is null and (uid = ?2 or (uid is null and orgId = ?3))",
                clock.instant(),
                uid,
                orgId);
        changes.fire(new OrganizationChanged(uid));
    }

    /** The row of a creation that was refused, or of an organization that is gone, ends. */
    @Transactional
    void end(String orgId) {
        OrganizationEntity.update("goneAt = ?1 where orgId = ?2 and goneAt is null", clock.instant(), orgId);
    }

    private Opened opened(OrganizationEntity entity) {
        return new Opened(entity.id, entity.orgId, !own.is(entity.orgId) && entity.rests(clock.instant()));
    }

    private OrganizationEntity begin(NewOrganization wanted) {
        OrganizationEntity entity = make(wanted);
        entity.persist();
        proposals.create(proposal(entity, unheld(entity)), unheld(entity));
        return entity;
    }

    /** Nobody holds what has a name that nothing had before. */
    private static OrganizationView unheld(OrganizationEntity made) {
        return made.view(Optional.empty());
    }

    private OrganizationEntity make(NewOrganization wanted) {
        OrganizationEntity entity =
                OrganizationEntity.make(OrganizationId.of(wanted.name(), namespaces), clock.instant());
        entity.name = wanted.name();
        entity.email = wanted.email();
        return entity;
    }

    private static void checkVersion(OrganizationEntity entity, Optional<String> ifMatch) {
        if (ifMatch.filter(etag -> !etag.equals(entity.etag()) && !etag.equals("*"))
                .isPresent()) {
            throw Problem.of(
                    ProblemType.PRECONDITION_FAILED, "The organization has changed since: read it again, then decide.");
        }
    }

    private Proposal proposal(OrganizationEntity entity, OrganizationView wanted) {
        return OrganizationProposal.of(entity, wanted, namespace);
    }

    private static RuntimeException unknown(String orgId) {
        return Problem.notFound("organization", orgId);
    }
}
