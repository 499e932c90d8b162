package io.wheelwright.account;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.wheelwright.Digest;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.access.MemberTokens;
import io.wheelwright.audit.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Sessions and the tokens that carry them. A refresh token is good once: when it comes a second time, two have it, and
 * the session ends for both, because nobody can tell which of them is the thief. Only a moment later it is still the same
 * one: two tabs of a browser, or somebody whom the answer did not reach.
 */
@ApplicationScoped
class Sessions implements MemberTokens {

    static final Duration MOMENT = Duration.ofSeconds(10);

    private static final int MOST_OF_ONE_USER = 20;

    private final AccessTokens accessTokens;
    private final Audit audit;
    private final boolean enabled;
    private final WheelwrightConfig.Hosted.Sessions config;
    private final Clock clock;

    Sessions(AccessTokens accessTokens, Audit audit, WheelwrightConfig config, Clock clock) {
        this.accessTokens = accessTokens;
        this.audit = audit;
        this.enabled = config.hosted().enabled();
        this.config = config.hosted().sessions();
        this.clock = clock;
    }

    /** Begins a session for who has just shown the password; empty when it was changed in the meantime. */
    @Transactional
    Optional<Tokens> begin(Logins.Known known) {
        return UserEntity.locked(known.id())
                .filter(user -> user.passwordHash.equals(known.hash()))
                .map(user -> begin(user.id));
    }

    @Transactional
    Tokens begin(UUID userId) {
        Instant now = clock.instant();
        SessionEntity.oldest(userId, MOST_OF_ONE_USER - 1, now).forEach(session -> logOut(session, now));
        SessionEntity session = new SessionEntity();
        session.id = UUID.randomUUID();
        session.userId = userId;
        session.createdAt = now;
        session.expiresAt = now.plus(config.longest());
        session.persist();
        record(session, "login");
        return next(session, now);
    }

    /** The session that a refresh token may be good for: of one that was used before it only raises the alarm. */
    @Transactional
    Optional<UUID> toGoOn(String refreshToken) {
        Instant now = clock.instant();
        return RefreshTokenEntity.<RefreshTokenEntity>findByIdOptional(Digest.sha256(refreshToken))
                .filter(token -> !token.isUsed(now))
                .map(token -> token.sessionId);
    }

    /** The next pair of tokens; empty when the token is not good. */
    @Transactional
    Optional<Tokens> goOn(String refreshToken) {
        Instant now = clock.instant();
        Optional<SessionEntity> session = open(refreshToken, now);
        if (session.isEmpty()) {
            return Optional.empty();
        }
        RefreshTokenEntity token = RefreshTokenEntity.findById(Digest.sha256(refreshToken));
        if (token.isUsed(now)) {
            endForBoth(session.get(), now);
            return Optional.empty();
        }
        if (!now.isBefore(token.expiresAt)) {
            return Optional.empty();
        }
        if (token.usedAt == null) {
            token.usedAt = now;
        }
        return Optional.of(next(session.get(), now));
    }

    @Transactional
    void end(UUID sessionId) {
        Instant now = clock.instant();
        SessionEntity.locked(sessionId)
                .filter(session -> session.endedAt == null)
                .ifPresent(session -> logOut(session, now));
    }

    /** Ends the session that the token is of, however old the token is. */
    @Transactional
    void endBy(String refreshToken) {
        Instant now = clock.instant();
        open(refreshToken, now).ifPresent(session -> logOut(session, now));
    }

    @Override
    public Optional<Member> read(String token) {
        return Optional.of(token)
                .filter(given -> enabled)
                .flatMap(accessTokens::read)
                .map(bearer -> new Member(bearer.userId(), bearer.sessionId()));
    }

    @Override
    @Transactional
    public boolean isOpen(Member member) {
        return SessionEntity.isOpen(member.sessionId(), member.userId(), clock.instant());
    }

    /** The session of a refresh token, locked, while it is open; the token itself is read under the lock only. */
    private static Optional<SessionEntity> open(String refreshToken, Instant now) {
        return RefreshTokenEntity.find("sha256", Digest.sha256(refreshToken))
                .project(SessionOf.class)
                .firstResultOptional()
                .flatMap(token -> SessionEntity.locked(token.sessionId()))
                .filter(there -> there.isOpen(now));
    }

    private void endForBoth(SessionEntity session, Instant now) {
        session.endedAt = now;
        Log.warnf("A refresh token of session %s was used twice: the session is ended.", session.id);
        record(session, "reuse-refresh-token");
    }

    private void logOut(SessionEntity session, Instant now) {
        session.endedAt = now;
        record(session, "logout");
    }

    private void record(SessionEntity session, String action) {
        audit.record("user:" + session.userId, action, "Session", session.id.toString(), null, null);
    }

    /** Their refresh tokens go with them; a used one is remembered for the alarm until it would have ended. */
    @Scheduled(every = "1h")
    @Transactional
    void forget() {
        Instant now = clock.instant();
        RefreshTokenEntity.delete("expiresAt < ?1", now);
        SessionEntity.delete("expiresAt < ?1 or endedAt < ?2", now, now.minus(config.idle()));
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
