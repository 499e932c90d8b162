package io.wheelwright.organization;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import io.wheelwright.Json;
import io.wheelwright.PageRequest;
import io.wheelwright.api.v1alpha1.BillingFacts;
import io.wheelwright.api.v1alpha1.Organization;
import io.wheelwright.api.v1alpha1.OrganizationSpec;
import io.wheelwright.api.v1alpha1.Protection;
import io.wheelwright.billing.Entitlement;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A customer account. It has a UID as soon as its resource has been seen. */
@Entity
@DynamicUpdate
@Table(name = "organizations")
class OrganizationEntity extends PanacheEntityBase {

    private static final String ACTIVE = "active";
    private static final String SUSPENDED = "suspended";

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

    /** Newest generation of the resource that was seen. */
    long generation;

    /** What the biller says, as the resource has it or is about to; null where nobody bills. */
    @JdbcTypeCode(SqlTypes.JSON)
    String billing;

    /** To when a date of the biller was put off; null for never. */
    Instant putOffUntil;

    /** Whether the resource is protected from deletion. */
    boolean guarded;

    /** Days that data is kept after a deletion by hand, as the resource says; null where it leaves that to the hub. */
    Integer retentionDays;

    Instant createdAt;
    Instant updatedAt;
    Instant goneAt;

    static Optional<OrganizationEntity> current(String orgId) {
        return find("orgId = ?1 and goneAt is null", orgId).firstResultOptional();
    }

    /** Whether it was removed before: its finalizer may outlive that. */
    static boolean isGone(String uid) {
        return count("uid = ?1 and goneAt is not null", uid) > 0;
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

    static OrganizationEntity make(String orgId, Instant now) {
        OrganizationEntity entity = new OrganizationEntity();
        entity.orgId = orgId;
        entity.status = ACTIVE;
        entity.createdAt = now;
        entity.updatedAt = now;
        return entity;
    }

    /**
     * The row of a resource that has none yet. The customer is as old as the resource, and, where another one was lost
     * without having been deleted, as old as that: a restore makes nobody a new customer.
     */
    static OrganizationEntity seen(Organization seen, Optional<OrganizationEntity> lost, Instant now) {
        OrganizationEntity entity = make(seen.getMetadata().getName(), now);
        Stream<Instant> births = Stream.concat(
                Optional.ofNullable(seen.getMetadata().getCreationTimestamp()).map(Instant::parse).stream(),
                lost.map(row -> row.createdAt).stream());
        entity.createdAt = births.filter(now::isAfter).min(Instant::compareTo).orElse(now);
        return entity;
    }

    boolean isNew() {
        return id == null;
    }

    /** Ends this row if the resource is another one of the same name, and says whether it did. */
    boolean isReplacedBy(Organization seen, Instant now) {
        boolean replaced = uid != null && !uid.equals(seen.getMetadata().getUid());
        if (replaced) {
            goneAt = now;
            flush();
        }
        return replaced;
    }

    /** Takes over what a request made of it. */
    void take(OrganizationView wanted, Instant now) {
        name = wanted.name();
        email = wanted.email();
        touch(now);
    }

    boolean isSuspended() {
        return status.equals(SUSPENDED);
    }

    /** Whether its instances rest: a person has suspended it, or billing lets nothing run. */
    boolean rests(Instant now) {
        return isSuspended() || !Entitlement.of(billing(), now).mayRun();
    }

    /** Is suspended by hand from now on, or is not any more. */
    void suspend(boolean suspended, Instant now) {
        if (suspended != isSuspended()) {
            status = suspended ? SUSPENDED : ACTIVE;
            touch(now);
        }
    }

    /**
     * Takes over what the resource says.
     *
     * @param spared whether nobody suspends it
     */
    void take(Organization seen, boolean spared, Instant now) {
        OrganizationView before = view(Optional.empty());
        OrganizationSpec spec = seen.getSpec();
        generation = seen.getMetadata().getGeneration();
        name = spec.displayName();
        email = spec.contactEmail();
        status = spec.suspended() == null || spared ? ACTIVE : SUSPENDED;
        guarded = spec.deletion().protection() == Protection.Protected;
        retentionDays = spec.deletion().retentionDays();
        bill(spec.billing());
        if (!isNew() && !before.equals(view(Optional.empty()))) {
            touch(now);
        }
    }

    BillingFacts billing() {
        return billing == null ? null : Json.read(billing, BillingFacts.class);
    }

    /** The same facts stay as they are written: the database writes JSON in another way. */
    void bill(BillingFacts facts) {
        if (!Objects.equals(facts, billing())) {
            billing = Json.writeNullable(facts);
        }
    }

    Customer customer() {
        return customer(LegalHoldEntity.of(orgId));
    }

    Customer customer(Optional<LegalHoldEntity> held) {
        return new Customer(
                orgId,
                uid,
                name,
                email,
                createdAt,
                billing(),
                isSuspended(),
                guarded,
                held.flatMap(LegalHoldEntity::hold).orElse(null),
                held.map(row -> row.keptUntil).orElse(null),
                putOffUntil);
    }

    private void touch(Instant now) {
        version++;
        updatedAt = now;
    }

    String etag() {
        return "\"" + version + "\"";
    }

    OrganizationView view() {
        return view(LegalHoldEntity.of(orgId).flatMap(LegalHoldEntity::hold));
    }

    OrganizationView view(Optional<LegalHold> hold) {
        return new OrganizationView(orgId, name, email, stripeCustomerId, status, createdAt, hold.orElse(null));
    }

    Organizations.Versioned versioned() {
        return new Organizations.Versioned(view(), etag());
    }
}
