package io.wheelwright.account;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.wheelwright.Digest;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.MemberTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Sessions and the tokens that carry them. A refresh token is good once: when it comes a second time, two have it, and
 * the session ends for both, because nobody can tell which of them is the thief.
 */
@ApplicationScoped
class Sessions implements MemberTokens {

    private final AccessTokens accessTokens;
    private final WheelwrightConfig.Hosted.Sessions config;
    private final Clock clock;

    Sessions(AccessTokens accessTokens, WheelwrightConfig config, Clock clock) {
        this.accessTokens = accessTokens;
        this.config = config.hosted().sessions();
        this.clock = clock;
    }

    @Transactional
    Tokens begin(UUID userId) {
        Instant now = clock.instant();
        SessionEntity session = new SessionEntity();
        session.id = UUID.randomUUID();
        session.userId = userId;
        session.createdAt = now;
        session.expiresAt = now.plus(config.longest());
        session.persist();
        return next(session, now);
    }

    /** The next pair of tokens; empty when the token is not good. */
    @Transactional
    Optional<Tokens> goOn(String refreshToken) {
        Instant now = clock.instant();
        String sha256 = Digest.sha256(refreshToken);
        Optional<UUID> sessionId = RefreshTokenEntity.<RefreshTokenEntity>find("sha256", sha256)
                .project(SessionOf.class)
                .firstResultOptional()
                .map(SessionOf::sessionId);
        Optional<SessionEntity> session =
                sessionId.flatMap(SessionEntity::locked).filter(there -> there.isOpen(now));
        if (session.isEmpty()) {
            return Optional.empty();
        }
        RefreshTokenEntity token = RefreshTokenEntity.findById(sha256);
        if (token.usedAt != null) {
            session.get().endedAt = now;
            Log.warnf("A refresh token of session %s was used twice: the session is ended.", session.get().id);
            return Optional.empty();
        }
        if (!now.isBefore(token.expiresAt)) {
            return Optional.empty();
        }
        token.usedAt = now;
        return Optional.of(next(session.get(), now));
    }

    @Transactional
    void end(UUID sessionId) {
        SessionEntity.locked(sessionId)
                .filter(session -> session.endedAt == null)
                .ifPresent(session -> session.endedAt = clock.instant());
    }

    @Override
    @Transactional
    public Optional<Member> member(String token) {
        return accessTokens
                .read(token)
                .filter(bearer -> SessionEntity.isOpen(bearer.sessionId(), bearer.userId(), clock.instant()))
                .map(bearer -> new Member(bearer.userId(), bearer.sessionId()));
    }

    /** Their refresh tokens go with them. */
    @Scheduled(every = "1h")
    @Transactional
    void forget() {
        Instant longAgo = clock.instant().minus(config.idle());
        SessionEntity.delete("expiresAt < ?1 or endedAt < ?2", clock.instant(), longAgo);
    }

    record SessionOf(UUID sessionId) {}

    private Tokens next(SessionEntity session, Instant now) {
        Instant idleEnd = now.plus(config.idle());
        RefreshTokenEntity entity = new RefreshTokenEntity();
        String refresh = RandomToken.next();
        entity.sha256 = Digest.sha256(refresh);
        entity.sessionId = session.id;
        entity.expiresAt = idleEnd.isBefore(session.expiresAt) ? idleEnd : session.expiresAt;
        entity.persist();
        return new Tokens(
                accessTokens.issue(session.userId, session.id),
                accessTokens.life(),
                refresh,
                Duration.between(now, entity.expiresAt));
    }
}
