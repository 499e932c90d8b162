package io.wheelwright.account;

import io.quarkus.scheduler.Scheduled;
import io.wheelwright.Digest;
import io.wheelwright.Page;
import io.wheelwright.PageRequest;
import io.wheelwright.access.Caller;
import io.wheelwright.account.SignupConfig.Posture;
import io.wheelwright.audit.Audit;
import io.wheelwright.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Codes that let people sign up where not everybody may. A use is counted in the transaction of its signup, and given back
 * when that is never completed.
 */
@ApplicationScoped
class InvitationCodes {

    private static final String FIELD = "invitation_code";
    private static final String KIND = "InvitationCode";

    /** How long it is shown what has become of a code. */
    private static final Duration SHOWN = Duration.ofDays(90);

    private final Posture posture;
    private final Caller caller;
    private final Audit audit;
    private final Clock clock;

    InvitationCodes(SignupConfig config, Caller caller, Audit audit, Clock clock) {
        this.posture = config.posture();
        this.caller = caller;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a code; the hub keeps its hash. */
    @Transactional
    IssuedCode issue(NewCode wanted) {
        String code = RandomToken.next();
        InvitationCodeEntity entity = make(code, caller.actor(), wanted.uses().intValue(), wanted.expiresAt());
        entity.note = wanted.note();
        entity.persist();
        audit.record(
                caller.actor(),
                "create",
                KIND,
                entity.id.toString(),
                null,
                Map.of("uses", entity.uses, "expires_at", entity.expiresAt.toString()));
        return new IssuedCode(entity.id.toString(), code, entity.note, entity.uses, entity.expiresAt);
    }

    /** Those that administrators have made, oldest first. */
    @Transactional
    Page<InvitationCodeView> list(PageRequest page) {
        return Page.of(
                InvitationCodeEntity.page(page),
                page.limit(),
                InvitationCodeEntity.countMade(),
                code -> code.id,
                InvitationCodeEntity::view);
    }

    /** Ends a code; who has begun to sign up with it goes on. */
    @Transactional
    Optional<InvitationCodeView> revoke(long id) {
        Optional<InvitationCodeEntity> code = InvitationCodeEntity.locked(id);
        code.filter(open -> open.revokedAt == null).ifPresent(open -> {
            open.revokedAt = clock.instant();
            audit.record(caller.actor(), "revoke", KIND, open.id.toString(), null, Map.of("used", open.used));
        });
        return code.map(InvitationCodeEntity::view);
    }

    /** Makes one for somebody whom an administrator has admitted. */
    @Transactional(TxType.MANDATORY)
    String admit(String emailKey, String by, Instant until) {
        String code = RandomToken.next();
        InvitationCodeEntity entity = make(code, by, 1, until);
        entity.emailKey = emailKey;
        entity.persist();
        return code;
    }

    /**
     * The code that lets an address in, which waits for its turn; empty where everybody may sign up. Ends the request when
     * there is none, or it is not good.
     */
    @Transactional(TxType.MANDATORY)
    Optional<InvitationCodeEntity> demand(Address address, String code) {
        if (posture == Posture.OPEN) {
            return Optional.empty();
        }
        if (code == null) {
            throw Problem.invalid(FIELD, "is required: " + wayIn());
        }
        Instant now = clock.instant();
        Optional<InvitationCodeEntity> good =
                InvitationCodeEntity.locked(code).filter(known -> known.isGood(address, now));
        if (good.isEmpty()) {
            throw Problem.invalid(FIELD, "is not good, or not any more: " + wayIn());
        }
        return good;
    }

    /** Counts a use. Of several mails about one admission each has a code of its own, and one of them is enough. */
    @Transactional(TxType.MANDATORY)
    void use(InvitationCodeEntity code) {
        code.used++;
        if (code.emailKey != null) {
            InvitationCodeEntity.update(
                    "revokedAt = ?1 where emailKey = ?2 and id <> ?3 and revokedAt is null",
                    clock.instant(),
                    code.emailKey,
                    code.id);
        }
    }

    @Scheduled(every = "1h")
    @Transactional
    void forget() {
        InvitationCodeEntity.delete("expiresAt < ?1", clock.instant().minus(SHOWN));
    }

    private String wayIn() {
        return posture == Posture.WAITLIST
                ? "ask to be let in by POST /waitlist, and the mail of your admission has one"
                : "this hub lets in those who were given one";
    }

    private InvitationCodeEntity make(String code, String by, int uses, Instant until) {
        InvitationCodeEntity entity = new InvitationCodeEntity();
        entity.sha256 = Digest.sha256(code);
        entity.uses = uses;
        entity.madeBy = by;
        entity.createdAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        entity.expiresAt = until.truncatedTo(ChronoUnit.MICROS);
        return entity;
    }
}
