package io.wheelwright.organization;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import io.wheelwright.PageRequest;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A customer account. It has a UID as soon as its resource has been seen. */
@Entity
@Table(name = "organizations")
class OrganizationEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String orgId;
    String uid;
    String name;
    String email;
    String stripeCustomerId;
    String status;
    long version;
    Instant createdAt;
    Instant updatedAt;
    Instant goneAt;

    static Optional<OrganizationEntity> current(String orgId) {
        return find("orgId = ?1 and goneAt is null", orgId).firstResultOptional();
    }

    static Optional<OrganizationEntity> locked(String orgId) {
        return OrganizationEntity.<OrganizationEntity>find("orgId = ?1 and goneAt is null", orgId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    static List<OrganizationEntity> page(PageRequest page) {
        return OrganizationEntity.<OrganizationEntity>find(
                        "goneAt is null and id > ?1", Sort.ascending("id"), page.after())
                .range(0, page.limit())
                .list();
    }

    static OrganizationEntity make(String orgId, String name, String email, String status, Instant now) {
        OrganizationEntity entity = new OrganizationEntity();
        entity.orgId = orgId;
        entity.name = name;
        entity.email = email;
        entity.status = status;
        entity.createdAt = now;
        entity.updatedAt = now;
        return entity;
    }

    OrganizationView view() {
        return new OrganizationView(orgId, name, email, stripeCustomerId, status, createdAt);
    }
}
