package io.wheelwright.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
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

    static List<MemberEntity> of(UUID userId) {
        return list("userId = ?1 order by organization", userId);
    }
}
