package io.wheelwright.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** That somebody has logged in, until it ends. */
@Entity
@Table(name = "sessions")
class SessionEntity extends PanacheEntityBase {

    @Id
    UUID id;

    UUID userId;
    Instant createdAt;
    Instant expiresAt;
    Instant endedAt;

    static Optional<SessionEntity> locked(UUID id) {
        return Optional.ofNullable(findById(id, LockModeType.PESSIMISTIC_WRITE));
    }

    static boolean isOpen(UUID id, UUID userId, Instant now) {
        return count("id = ?1 and userId = ?2 and endedAt is null and expiresAt > ?3", id, userId, now) > 0;
    }

    /** The open sessions of a user but the newest. */
    static List<SessionEntity> oldest(UUID userId, int newest, Instant now) {
        return SessionEntity.<SessionEntity>list(
                        "userId = ?1 and endedAt is null and expiresAt > ?2 order by createdAt desc, id", userId, now)
                .stream()
                .skip(newest)
                .toList();
    }

    static void endAll(UUID userId, Instant now) {
        update("endedAt = ?1 where userId = ?2 and endedAt is null", now, userId);
    }

    static void endOthers(UUID userId, UUID session, Instant now) {
        update("endedAt = ?1 where userId = ?2 and id <> ?3 and endedAt is null", now, userId, session);
    }

    boolean isOpen(Instant now) {
        return endedAt == null && now.isBefore(expiresAt);
    }
}
