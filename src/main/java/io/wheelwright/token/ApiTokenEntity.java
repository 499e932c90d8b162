package io.wheelwright.token;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A token of an organization, known by its hash. */
@Entity
@Table(name = "api_tokens")
class ApiTokenEntity extends PanacheEntityBase {

    private static final String GOOD = "revokedAt is null and expiresAt > ?1";

    @Id
    UUID id;

    long organization;

    /** Who has made it, and whose membership it lives by. */
    UUID userId;

    String sha256;
    String name;
    boolean manages;
    Instant createdAt;
    Instant expiresAt;
    Instant lastUsedAt;
    Instant revokedAt;

    static Optional<ApiTokenEntity> good(String sha256, Instant now) {
        return find(GOOD + " and sha256 = ?2", now, sha256).firstResultOptional();
    }

    static Optional<ApiTokenEntity> good(UUID id, Instant now) {
        return find(GOOD + " and id = ?2", now, id).firstResultOptional();
    }

    static long good(long organization, Instant now) {
        return count(GOOD + " and organization = ?2", now, organization);
    }

    /** Oldest first. */
    static List<ApiTokenEntity> of(long organization) {
        return list("organization = ?1 order by createdAt, id", organization);
    }

    static Optional<ApiTokenEntity> of(long organization, UUID id) {
        return find("organization = ?1 and id = ?2", organization, id).firstResultOptional();
    }

    /** Forgets those that ended, but the last ones. */
    static void forgetEnded(long organization, int kept, Instant now) {
        getEntityManager()
                .createNativeQuery("""
                        DELETE FROM api_tokens WHERE id IN (
                          SELECT id FROM api_tokens
                          WHERE organization = :organization AND (revoked_at IS NOT NULL OR expires_at <= :now)
                          ORDER BY least(revoked_at, expires_at) DESC, id OFFSET :kept)
                        """)
                .setParameter("organization", organization)
                .setParameter("kept", kept)
                .setParameter("now", now)
                .executeUpdate();
    }

    /** Notes that it is in use, if that was not noted within this time; touches nothing else that others may change. */
    void used(Instant now, Duration pause) {
        if (lastUsedAt == null || lastUsedAt.isBefore(now.minus(pause))) {
            update("lastUsedAt = ?1 where id = ?2", now, id);
        }
    }

    TokenView view() {
        return new TokenView(id, name, scopes(), userId, createdAt, expiresAt, lastUsedAt, revokedAt);
    }

    List<TokenScope> scopes() {
        return manages ? List.of(TokenScope.read, TokenScope.manage) : List.of(TokenScope.read);
    }
}
