package io.wheelwright.organization;

import io.wheelwright.access.Caller;
import io.wheelwright.audit.Audit;
import io.wheelwright.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Which organizations are under legal hold. It is a row, and no field of the resource, because it has to outlive the
 * resource, and because nobody who declares organizations may lift it by the way (ADR 8).
 */
@ApplicationScoped
public class LegalHolds {

    private static final String KIND = "LegalHold";

    private final Audit audit;
    private final Caller caller;
    private final Event<OrganizationChanged> changes;
    private final Clock clock;

    LegalHolds(Audit audit, Caller caller, Event<OrganizationChanged> changes, Clock clock) {
        this.audit = audit;
        this.caller = caller;
        this.changes = changes;
        this.clock = clock;
    }

    /** The hold on what belongs, or has belonged, to the organization of this name. */
    @Transactional
    public Optional<LegalHold> on(String orgId) {
        return OrganizationEntity.held(orgId).map(OrganizationEntity::hold);
    }

    /** Why what belongs to the organization is not destroyed, for people. */
    @Transactional
    public Optional<String> objection(String orgId) {
        return Optional.ofNullable(orgId).flatMap(this::on).map(hold -> "Organization %s is under legal hold: %s"
                .formatted(orgId, hold.reason()));
    }

    /** Puts the organization under hold, or gives another reason. */
    @Transactional
    OrganizationView put(String orgId, String reason) {
        OrganizationEntity organization =
                OrganizationEntity.locked(orgId).orElseThrow(() -> Problem.notFound("organization", orgId));
        LegalHold before = organization.hold();
        if (before != null && before.reason().equals(reason)) {
            return organization.view();
        }
        organization.hold(new LegalHold(reason, caller.actor(), clock.instant()));
        changed("hold", organization, before);
        return organization.view();
    }

    /** Lifts the hold, also that of an organization that is gone. */
    @Transactional
    OrganizationView lift(String orgId) {
        OrganizationEntity organization = OrganizationEntity.heldLocked(orgId)
                .or(() -> OrganizationEntity.locked(orgId))
                .orElseThrow(() -> Problem.notFound("organization", orgId));
        LegalHold before = organization.hold();
        if (before != null) {
            organization.hold(null);
            changed("release", organization, before);
        }
        return organization.view();
    }

    private void changed(String action, OrganizationEntity organization, LegalHold before) {
        audit.record(caller.actor(), action, KIND, organization.orgId, json(before), json(organization.hold()));
        if (organization.uid != null) {
            changes.fire(new OrganizationChanged(organization.uid));
        }
    }

    private static Object json(LegalHold hold) {
        return hold == null ? null : Map.of("reason", hold.reason(), "held_by", hold.heldBy());
    }
}
