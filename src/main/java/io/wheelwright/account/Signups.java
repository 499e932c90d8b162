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

/** Signups on their way: from the request to the account, with a mail between them where addresses are confirmed. */
@ApplicationScoped
class Signups {

    /** What may be asked for one address in an hour, by whomever: its owner did not ask for a flood of mails. */
    private static final int MOST_AN_HOUR = 3;

    private final OpenedAccounts accounts;
    private final OneTimeTokens tokens;
    private final Mails mails;
    private final WheelwrightConfig.Hosted config;
    private final Clock clock;

    Signups(OpenedAccounts accounts, OneTimeTokens tokens, Mails mails, WheelwrightConfig config, Clock clock) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.mails = mails;
        this.config = config.hosted();
        this.clock = clock;
    }

    /** Opens an account at once. */
    @Transactional(TxType.MANDATORY)
    SignupEntity open(Address address, SignupRequest wanted, Offer offer, String passwordHash) {
        takeTurn(address.key());
        SignupEntity signup = make(address, wanted, offer, passwordHash);
        accounts.open(signup, false);
        signup.persist();
        return signup;
    }

    /** Keeps what somebody wants until the address is confirmed; the owner of an account with it is told instead. */
    @Transactional(TxType.MANDATORY)
    void keep(Address address, SignupRequest wanted, Offer offer, String passwordHash) {
        takeTurn(address.key());
        Instant now = clock.instant();
        Optional<UserEntity> known = UserEntity.of(address);
        if (known.isPresent()) {
            tell(known.get(), now);
        } else if (SignupEntity.openSince(address, now.minus(Duration.ofHours(1))) < MOST_AN_HOUR) {
            SignupEntity signup = make(address, wanted, offer, passwordHash);
            signup.persist();
            askToConfirm(signup);
        }
    }

    /** Sends the link of the last open signup once more, if there is one. */
    @Transactional
    void remind(Address address) {
        takeTurn(address.key());
        SignupEntity.open(address, clock.instant())
                .filter(signup -> signup.mails < MOST_AN_HOUR)
                .ifPresent(this::askToConfirm);
    }

    /** Opens the account that the token was sent for, once; empty when the token is not good, or not any more. */
    @Transactional
    Optional<SignupEntity> confirm(String token) {
        Optional<UUID> id = tokens.subject(OneTimeTokens.VERIFICATION, token);
        id.flatMap(SignupEntity::emailKeyOf).ifPresent(Signups::takeTurn);
        Optional<SignupEntity> signup = id.flatMap(SignupEntity::locked);
        signup.filter(wanted -> wanted.isOpen(clock.instant())).ifPresent(wanted -> accounts.open(wanted, true));
        return signup.filter(wanted -> wanted.completedAt != null);
    }

    @Transactional
    Optional<SignupEntity> find(UUID id) {
        return SignupEntity.<SignupEntity>findByIdOptional(id).filter(signup -> signup.completedAt != null);
    }

    /** What nobody has confirmed is none of the hub's business any more. */
    @Scheduled(every = "1h")
    @Transactional
    void forget() {
        SignupEntity.delete("completedAt is null and expiresAt < ?1", clock.instant());
    }

    private static void takeTurn(String emailKey) {
        Turn.take("User", emailKey);
    }

    private void askToConfirm(SignupEntity signup) {
        signup.mails++;
        mails.enqueue("", OneTimeTokens.VERIFICATION, signup.id + "/" + signup.mails, signup.email, Map.of());
    }

    private void tell(UserEntity user, Instant now) {
        long hour = now.getEpochSecond() / Duration.ofHours(1).toSeconds();
        mails.enqueue("", "address-known", user.id + "/" + hour, user.email, Map.of());
    }

    private SignupEntity make(Address address, SignupRequest wanted, Offer offer, String passwordHash) {
        Instant now = clock.instant();
        SignupEntity signup = new SignupEntity();
        signup.id = UUID.randomUUID();
        signup.email = address.written();
        signup.emailKey = address.key();
        signup.passwordHash = passwordHash;
        signup.fullName = wanted.fullName();
        signup.organizationName = wanted.organizationName().strip();
        signup.productId = offer.productId();
        signup.plan = offer.plan().id();
        signup.region = wanted.region();
        signup.createdAt = now;
        signup.expiresAt = now.plus(config.verificationTime());
        return signup;
    }
}
