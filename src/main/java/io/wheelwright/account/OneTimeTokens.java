package io.wheelwright.account;

import io.quarkus.scheduler.Scheduled;
import io.wheelwright.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Tokens that mails carry: they prove that somebody reads a mailbox. The hub keeps their hashes. */
@ApplicationScoped
class OneTimeTokens {

    /** Confirms the address of a signup. */
    static final String VERIFICATION = "verification";

    /** Sets a new password. */
    static final String PASSWORD_RESET = "password-reset";

    /** Accepts an invitation. */
    static final String INVITATION = "invitation";

    private final Clock clock;

    OneTimeTokens(Clock clock) {
        this.clock = clock;
    }

    @Transactional(TxType.MANDATORY)
    String mint(String purpose, UUID subject, Instant until) {
        String token = RandomToken.next();
        OneTimeTokenEntity entity = new OneTimeTokenEntity();
        entity.sha256 = Digest.sha256(token);
        entity.purpose = purpose;
        entity.subject = subject;
        entity.expiresAt = until;
        entity.persist();
        return token;
    }

    /** What the token is about, until it expires. */
    @Transactional(TxType.MANDATORY)
    Optional<UUID> subject(String purpose, String token) {
        return valid(purpose, token).map(entity -> entity.subject);
    }

    /** The same, as long as nobody has used it. */
    @Transactional(TxType.MANDATORY)
    Optional<UUID> unused(String purpose, String token) {
        return valid(purpose, token).filter(entity -> entity.usedAt == null).map(entity -> entity.subject);
    }

    /** The same, once: the token and all others of its kind about the same subject are used up. */
    @Transactional(TxType.MANDATORY)
    Optional<UUID> use(String purpose, String token) {
        Optional<UUID> subject = unused(purpose, token);
        subject.ifPresent(about -> useUp(purpose, about));
        return subject;
    }

    /** No token of this kind about the subject is good any more. */
    @Transactional(TxType.MANDATORY)
    void useUp(String purpose, UUID subject) {
        OneTimeTokenEntity.update(
                "usedAt = ?1 where subject = ?2 and purpose = ?3 and usedAt is null",
                clock.instant(),
                subject,
                purpose);
    }

    @Scheduled(every = "1h")
    @Transactional
    void forget() {
        OneTimeTokenEntity.delete("expiresAt < ?1", clock.instant());
    }

    private Optional<OneTimeTokenEntity> valid(String purpose, String token) {
        return OneTimeTokenEntity.locked(Digest.sha256(token))
                .filter(entity ->
                        entity.purpose.equals(purpose) && clock.instant().isBefore(entity.expiresAt));
    }
}
