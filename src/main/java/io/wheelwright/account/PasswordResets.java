package io.wheelwright.account;

import io.wheelwright.audit.Audit;
import io.wheelwright.mail.MailTime;
import io.wheelwright.mail.Mails;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

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

    /**
     * Sends a link to the owner of the account, if there is one. The same is written where there is none, so that nobody
     * can tell by how long it takes; what is written is dropped when it is to be sent.
     */
    @Transactional
    void ask(Address address) {
        Instant now = clock.instant();
        Optional<UserEntity> owner = UserEntity.of(address);
        mails.enqueue(
                "",
                OneTimeTokens.PASSWORD_RESET,
                owner.map(user -> user.id).orElseGet(address::nobody) + "/" + now.getEpochSecond() / PAUSE.toSeconds(),
                owner.map(user -> user.email).orElse(""),
                Map.of());
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
        user.setPassword(passwordHash, now);
        mails.enqueue(
                "", "password-changed", user.id + "/" + now.toEpochMilli(), user.email, Map.of("at", MailTime.of(now)));
        audit.record("user:" + user.id, "reset-password", "User", user.id.toString(), null, null);
    }
}
