package io.wheelwright.account;

import io.quarkus.scheduler.Scheduled;
import io.wheelwright.WheelwrightConfig;
import io.wheelwright.mail.Mails;
import io.wheelwright.outbox.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Signups on their way: from the request to the account, with a mail between them where addresses are confirmed. Nothing
 * that is kept until then opens the account: the password comes with the token, from whoever reads the mailbox.
 */
@ApplicationScoped
class Signups {

    /** How many may be begun for one address in an hour, from however many places. */
    private static final int MOST_AN_HOUR = 10;

    /** How often the mail of one is sent. */
    private static final int MOST_MAILS = 3;

    /** How long it can be looked at what has become of one. */
    private static final Duration SHOWN = Duration.ofDays(1);

    /** How long it is kept what has become of one. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final OpenedAccounts accounts;
    private final Memberships memberships;
    private final OneTimeTokens tokens;
    private final Mails mails;
    private final InvitationCodes codes;
    private final WheelwrightConfig.Hosted config;
    private final Clock clock;

    Signups(
            OpenedAccounts accounts,
            Memberships memberships,
            OneTimeTokens tokens,
            Mails mails,
            InvitationCodes codes,
            WheelwrightConfig config,
            Clock clock) {
        this.accounts = accounts;
        this.memberships = memberships;
        this.tokens = tokens;
        this.mails = mails;
        this.codes = codes;
        this.config = config.hosted();
        this.clock = clock;
    }

    /** Opens an account at once. */
    @Transactional(TxType.MANDATORY)
    SignupEntity open(Address address, SignupRequest wanted, Offer offer, Proof proof) {
        takeTurn(address.key());
        SignupEntity signup = make(address, wanted, offer, codes.demand(address, wanted.invitationCode()));
        accounts.open(signup, proof);
        signup.persist();
        return signup;
    }

    /**
     * Keeps what somebody wants until the address is confirmed; the owner of an account with it is told instead. Both
     * write as much, so that nobody can tell one from the other by how long it takes.
     */
    @Transactional(TxType.MANDATORY)
    void keep(Address address, SignupRequest wanted, Offer offer) {
        takeTurn(address.key());
        Optional<InvitationCodeEntity> code = codes.demand(address, wanted.invitationCode());
        Instant now = clock.instant();
        if (SignupEntity.openSince(address, now.minus(Duration.ofHours(1))) >= MOST_AN_HOUR) {
            return;
        }
        SignupEntity signup = make(address, wanted, offer, code);
        Optional<UserEntity> known = UserEntity.of(address);
        known.ifPresent(user -> signup.email = user.email);
        signup.persist();
        if (known.filter(memberships::hasSome).isPresent()) {
            tell(known.get(), now);
        } else {
            signup.mails++;
            mails.enqueue("", OneTimeTokens.VERIFICATION, anchor(signup), signup.email, Map.of());
        }
    }

    /** Sends the link of the last open signup once more, if there is one. */
    @Transactional
    void remind(Address address) {
        takeTurn(address.key());
        Instant now = clock.instant();
        Optional<SignupEntity> open = SignupEntity.open(address, now).filter(signup -> signup.mails < MOST_MAILS);
        open.ifPresent(signup -> signup.mails++);
        mails.enqueue(
                "",
                OneTimeTokens.VERIFICATION,
                open.map(Signups::anchor).orElseGet(() -> address.nobody() + "/" + now.toEpochMilli()),
                open.map(signup -> signup.email).orElse(""),
                Map.of());
    }

    /** What the token was sent for; it stays good. */
    @Transactional
    Optional<SignupEntity> wanted(String token) {
        return tokens.subject(OneTimeTokens.VERIFICATION, token).flatMap(id -> SignupEntity.findByIdOptional(id));
    }

    /** Opens the account that the token was sent for, once; empty when the token is not good, or not any more. */
    @Transactional
    Optional<SignupEntity> confirm(String token, String passwordHash) {
        Optional<UUID> id = tokens.subject(OneTimeTokens.VERIFICATION, token);
        id.flatMap(SignupEntity::emailKeyOf).ifPresent(Signups::takeTurn);
        Optional<SignupEntity> signup = id.flatMap(SignupEntity::locked);
        signup.filter(wanted -> wanted.isOpen(clock.instant()))
                .ifPresent(wanted -> accounts.open(wanted, Proof.ofMailbox(passwordHash)));
        return signup.filter(wanted -> wanted.completedAt != null);
    }

    /** A signup that was completed lately. */
    @Transactional
    Optional<SignupEntity> find(UUID id) {
        Instant since = clock.instant().minus(SHOWN);
        return SignupEntity.<SignupEntity>findByIdOptional(id)
                .filter(signup -> signup.completedAt != null && signup.completedAt.isAfter(since));
    }

    /** What nobody has confirmed is none of the hub's business any more, and what was done is known elsewhere. */
    @Scheduled(every = "1h")
    @Transactional
    void forget() {
        Instant now = clock.instant();
        SignupEntity.giveUp(now);
        SignupEntity.delete("completedAt < ?1", now.minus(KEPT));
    }

    private static void takeTurn(String emailKey) {
        Turn.take("User", emailKey);
    }

    private static String anchor(SignupEntity signup) {
        return signup.id + "/" + signup.mails;
    }

    private void tell(UserEntity user, Instant now) {
        long hour = now.getEpochSecond() / Duration.ofHours(1).toSeconds();
        mails.enqueue("", "address-known", user.id + "/" + hour, user.email, Map.of());
    }

    private SignupEntity make(Address address, SignupRequest wanted, Offer offer, Optional<InvitationCodeEntity> code) {
        code.ifPresent(codes::use);
        Instant now = clock.instant();
        SignupEntity signup = new SignupEntity();
        signup.id = UUID.randomUUID();
        signup.email = address.written();
        signup.emailKey = address.key();
        signup.fullName = wanted.fullName();
        signup.organizationName = wanted.organizationName().strip();
        signup.productId = offer.productId();
        signup.plan = offer.plan().id();
        signup.region = wanted.region();
        signup.invitationCode = code.map(letsIn -> letsIn.id).orElse(null);
        signup.createdAt = now;
        signup.expiresAt = now.plus(config.verificationTime());
        return signup;
    }
}
