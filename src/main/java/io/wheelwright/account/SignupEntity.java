package io.wheelwright.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What somebody wants who signs up, and what came of it. */
@Entity
@Table(name = "signups")
class SignupEntity extends PanacheEntityBase {

    @Id
    UUID id;

    String email;
    String emailKey;

    String fullName;
    String organizationName;
    String productId;
    String plan;
    String region;

    /** How many mails were asked for. */
    int mails;

    Instant createdAt;
    Instant expiresAt;
    Instant completedAt;
    String orgId;
    String spokeId;

    static Optional<SignupEntity> locked(UUID id) {
        return Optional.ofNullable(findById(id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Read by itself: who wants the row's turn must not have read the row before. */
    static Optional<String> emailKeyOf(UUID id) {
        return getEntityManager()
                .createQuery("select emailKey from SignupEntity where id = :id", String.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst();
    }

    static long openSince(Address address, Instant since) {
        return count("emailKey = ?1 and completedAt is null and createdAt > ?2", address.key(), since);
    }

    /** The last one that still can be completed. */
    static Optional<SignupEntity> open(Address address, Instant now) {
        return find(
                        "emailKey = ?1 and completedAt is null and expiresAt > ?2 order by createdAt desc",
                        address.key(),
                        now)
                .firstResultOptional();
    }

    /** By what the subscription is known that it began. */
    String subscription() {
        return "signup-" + id;
    }

    boolean isOpen(Instant now) {
        return completedAt == null && now.isBefore(expiresAt);
    }
}
