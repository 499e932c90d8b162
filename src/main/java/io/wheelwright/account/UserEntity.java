package io.wheelwright.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Somebody who logs in. */
@Entity
@Table(name = "users")
class UserEntity extends PanacheEntityBase {

    @Id
    UUID id;

    String email;
    String emailKey;
    String fullName;
    String passwordHash;
    Instant verifiedAt;
    Instant createdAt;
    Instant updatedAt;

    static Optional<UserEntity> of(Address address) {
        return ofKey(address.key());
    }

    static Optional<UserEntity> ofKey(String emailKey) {
        return find("emailKey", emailKey).firstResultOptional();
    }

    static Optional<UserEntity> locked(UUID id) {
        return Optional.ofNullable(findById(id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Takes the password of who reads the mailbox, and ends all sessions of who had the former one. */
    void setPassword(String hash, Instant now) {
        passwordHash = hash;
        updatedAt = now;
        if (verifiedAt == null) {
            verifiedAt = now;
        }
        SessionEntity.endAll(id, now);
    }
}
