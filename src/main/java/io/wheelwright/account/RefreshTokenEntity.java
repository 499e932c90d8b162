package io.wheelwright.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A token that goes on with a session, once; known by its hash. */
@Entity
@Table(name = "refresh_tokens")
class RefreshTokenEntity extends PanacheEntityBase {

    @Id
    String sha256;

    UUID sessionId;
    Instant expiresAt;
    Instant usedAt;

    /** Whether it was used before, and not only just now. */
    boolean isUsed(Instant now) {
        return usedAt != null && !now.isBefore(usedAt.plus(Sessions.MOMENT));
    }
}
