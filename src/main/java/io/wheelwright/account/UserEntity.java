package io.wheelwright.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
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

    static List<UserEntity> of(Collection<UUID> ids) {
        return list("id in ?1", ids);
    }

    /** Somebody whom the hub did not know before. */
    static UserEntity newcomer(String email, String emailKey, String fullName, String passwordHash, Instant now) {
        UserEntity user = new UserEntity();
        user.id = UUID.randomUUID();
        user.email = email;
        user.emailKey = emailKey;
        user.fullName = fullName;
        user.passwordHash = passwordHash;
        user.createdAt = now;
        user.updatedAt = now;
        return user;
    }

    static Optional<UserEntity> locked(UUID id) {
        return Optional.ofNullable(findById(id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Takes the password of who reads the mailbox, and ends all sessions of who had the former one. */
    void setPassword(String hash, Instant now) {
        takePassword(hash, now);
        verify(now);
        SessionEntity.endAll(id, now);
    }

    /** Takes the password of who has shown the former one, and ends all sessions but the one that this comes from. */
    void changePassword(String hash, UUID session, Instant now) {
        takePassword(hash, now);
        SessionEntity.endOthers(id, session, now);
    }

    /** It is proven that the user reads the mailbox. */
    void verify(Instant now) {
        if (verifiedAt == null) {
            verifiedAt = now;
        }
    }

    private void takePassword(String hash, Instant now) {
        passwordHash = hash;
        updatedAt = now;
    }
}
