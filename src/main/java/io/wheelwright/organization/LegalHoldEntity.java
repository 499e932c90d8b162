package io.wheelwright.organization;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The legal hold on an organization of this name, or what is left of one: for how long nothing is destroyed yet. */
@Entity
@Table(name = "legal_holds")
class LegalHoldEntity extends PanacheEntityBase {

    @Id
    String orgId;

    String reason;
    String heldBy;

    /** Null since it was lifted. */
    Instant heldAt;

    /** Until when nothing is destroyed since the hold was lifted; null while it holds. */
    Instant keptUntil;

    static Optional<LegalHoldEntity> of(String orgId) {
        return findByIdOptional(orgId);
    }

    static List<LegalHoldEntity> of(Collection<String> orgIds) {
        return list("orgId in ?1", orgIds);
    }

    /** The holds on organizations, by their names, as far as there is or was one. */
    static Map<String, Optional<LegalHold>> holds(Collection<OrganizationEntity> organizations) {
        return of(organizations.stream().map(row -> row.orgId).toList()).stream()
                .collect(Collectors.toMap(row -> row.orgId, LegalHoldEntity::hold));
    }

    static LegalHoldEntity make(String orgId) {
        LegalHoldEntity entity = new LegalHoldEntity();
        entity.orgId = orgId;
        entity.persist();
        return entity;
    }

    Optional<LegalHold> hold() {
        return Optional.ofNullable(heldAt).map(since -> new LegalHold(reason, heldBy, since));
    }

    void put(LegalHold hold) {
        reason = hold.reason();
        heldBy = hold.heldBy();
        heldAt = hold.heldAt();
        keptUntil = null;
    }

    /** Why it was put is nobody's business any more; the audit has it. */
    void lift(Instant until) {
        reason = null;
        heldBy = null;
        heldAt = null;
        keptUntil = until;
    }

    /** Why nothing is destroyed now, for people. */
    Optional<String> objection(Instant now) {
        if (heldAt != null) {
            return Optional.of("Organization %s is under legal hold: %s".formatted(orgId, reason));
        }
        return Optional.ofNullable(keptUntil)
                .filter(now::isBefore)
                .map(until -> "The legal hold on organization %s was lifted: nothing of it is destroyed before %s."
                        .formatted(orgId, until));
    }
}
