package io.wheelwright.account;

import io.wheelwright.audit.Audit;
import io.wheelwright.mail.Mails;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** New passwords for those who have forgotten theirs. */
@ApplicationScoped
class PasswordResets {

    /** Whoever asks again within that time gets no further mail. */
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final OneTimeTokens tokens;
    private final Mails mails;
    private final Audit audit;
    private final Clock clock;

    PasswordResets(OneTimeTokens tokens, Mails mails, Audit audit, Clock clock) {
        this.tokens = tokens;
        this.mails = mails;
        this.audit = audit;
        this.clock = clock;
    }

    /** Sends a link to the owner of the account, if there is one. */
    @Transactional
    void ask(Address address) {
        long turn = clock.instant().getEpochSecond() / PAUSE.toSeconds();
        UserEntity.of(address)
                .ifPresent(user ->
                        mails.enqueue("", OneTimeTokens.PASSWORD_RESET, user.id + "/" + turn, user.email, Map.of()));
    }

    /** Whom the token is for; the token stays good. */
    @Transactional
    Optional<UserEntity> owner(String token) {
        return tokens.unused(OneTimeTokens.PASSWORD_RESET, token).flatMap(id -> UserEntity.findByIdOptional(id));
    }

    /** Sets the password and ends all sessions, once; says whether the token was good. */
    @Transactional
    boolean set(String token, String passwordHash) {
        Optional<UserEntity> owner =
                tokens.use(OneTimeTokens.PASSWORD_RESET, token).flatMap(UserEntity::locked);
        owner.ifPresent(user -> set(user, passwordHash));
        return owner.isPresent();
    }

    private void set(UserEntity user, String passwordHash) {
        Instant now = clock.instant();
        UUID id = user.id;
        user.passwordHash = passwordHash;
        user.updatedAt = now;
        if (user.verifiedAt == null) {
            user.verifiedAt = now;
        }
        SessionEntity.endAll(id, now);
        audit.record("user:" + id, "reset-password", "User", id.toString(), null, null);
    }
}
