package io.wheelwright.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wheelwright.access.MemberRole;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** That somebody is asked to belong to an organization. */
@Entity
@Table(name = "invitations")
class InvitationEntity extends PanacheEntityBase {

    private static final String OPEN = "acceptedAt is null and withdrawnAt is null and expiresAt > ?1";

    @Id
    UUID id;

    long organization;
    String email;
    String emailKey;

    @Enumerated(EnumType.STRING)
    MemberRole role;

    /** As the audit names who it was. */
    String invitedBy;

    Instant createdAt;
    Instant expiresAt;
    Instant acceptedAt;
    Instant withdrawnAt;

    static Optional<InvitationEntity> open(UUID id, Instant now) {
        return find(OPEN + " and id = ?2", now, id).firstResultOptional();
    }

    /** Read by itself: who wants the organization's turn must not have read the row before. */
    static Optional<Long> organizationOf(UUID id) {
        return getEntityManager()
                .createQuery("select organization from InvitationEntity where id = :id", Long.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst();
    }

    static Optional<InvitationEntity> open(long organization, Address address, Instant now) {
        return find(OPEN + " and organization = ?2 and emailKey = ?3", now, organization, address.key())
                .firstResultOptional();
    }

    /** Oldest first. */
    static List<InvitationEntity> open(long organization, Instant now) {
        return list(OPEN + " and organization = ?2 order by createdAt, id", now, organization);
    }

    InvitationView view() {
        return new InvitationView(id, email, role.name(), invitedBy, createdAt, expiresAt);
    }
}
