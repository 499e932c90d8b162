package io.wheelwright.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.wheelwright.access.MemberRole;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** That somebody belongs to an organization. */
@Entity
@Table(name = "members")
@IdClass(MemberEntity.Key.class)
class MemberEntity extends PanacheEntityBase {

    record Key(long organization, UUID userId) implements Serializable {}

    @Id
    long organization;

    @Id
    UUID userId;

    @Enumerated(EnumType.STRING)
    MemberRole role;

    Instant createdAt;

    static Optional<MemberEntity> known(long organization, UUID userId) {
        return find("organization = ?1 and userId = ?2", organization, userId).firstResultOptional();
    }

    /** Longest first. */
    static List<MemberEntity> in(long organization) {
        return list("organization = ?1 order by createdAt, userId", organization);
    }

    static long owners(long organization) {
        return count("organization = ?1 and role = ?2", organization, MemberRole.owner);
    }

    static List<MemberEntity> of(UUID userId) {
        return list("userId = ?1 order by organization", userId);
    }

    MemberView view(UserEntity user) {
        return new MemberView(userId, user.email, user.fullName, role.name(), createdAt);
    }
}
