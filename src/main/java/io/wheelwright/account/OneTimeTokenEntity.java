package io.wheelwright.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A token that a mail carries, known by its hash. */
@Entity
@Table(name = "one_time_tokens")
class OneTimeTokenEntity extends PanacheEntityBase {

    @Id
    String sha256;

    String purpose;
    UUID subject;
    Instant expiresAt;
    Instant usedAt;

    static Optional<OneTimeTokenEntity> locked(String sha256) {
        return Optional.ofNullable(findById(sha256, LockModeType.PESSIMISTIC_WRITE));
    }
}
