package io.wheelwright.account;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.access.Caller;
import io.wheelwright.audit.Audit;
import io.wheelwright.limit.RateLimit;
import io.wheelwright.limit.RateLimits;
import io.wheelwright.mail.MailTime;
import io.wheelwright.mail.Mails;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The password of who is logged in. To show the current one counts like a login: a session alone does not allow to guess. */
@ApplicationScoped
class OwnPassword {

    private final Logins logins;
    private final FailedLogins failures;
    private final Passwords passwords;
    private final OneTimeTokens tokens;
    private final RateLimits limits;
    private final Mails mails;
    private final Caller caller;
    private final Audit audit;
    private final Clock clock;

    OwnPassword(
            Logins logins,
            FailedLogins failures,
            Passwords passwords,
            OneTimeTokens tokens,
            RateLimits limits,
            Mails mails,
            Caller caller,
            Audit audit,
            Clock clock) {
        this.logins = logins;
        this.failures = failures;
        this.passwords = passwords;
        this.tokens = tokens;
        this.limits = limits;
        this.mails = mails;
        this.caller = caller;
        this.audit = audit;
        this.clock = clock;
    }

    /** Changes it. No transaction is open while passwords are looked at. */
    void change(HttpServerRequest request, PasswordChange wanted) {
        UserEntity owner = QuarkusTransaction.requiringNew().call(() -> UserEntity.findById(self()));
        limits.take(RateLimit.LOGIN, request, owner.emailKey);
        PasswordRules.checkStrength(wanted.password(), owner.email, owner.fullName);
        Credentials current = new Credentials(owner.email, wanted.currentPassword(), null);
        Logins.Known known = failures.inTurn(limits.place(request) + "\n" + owner.emailKey, () -> logins.user(current))
                .filter(user -> user.id().equals(owner.id))
                .orElseThrow(() -> Problem.invalid("current_password", "is not the password of the account"));
        String hash = passwords.hash(wanted.password());
        QuarkusTransaction.requiringNew().run(() -> set(known, hash));
    }

    /** Only if neither the password nor the session has ended in the meantime. */
    private void set(Logins.Known known, String hash) {
        Instant now = clock.instant();
        UserEntity user = UserEntity.locked(known.id())
                .filter(there -> there.passwordHash.equals(known.hash()))
                .filter(there -> SessionEntity.isOpen(caller.session(), there.id, now))
                .orElseThrow(() -> Problem.of(
                        ProblemType.CONFLICT, "The password was changed in the meantime: log in with the new one."));
        user.changePassword(hash, caller.session(), now);
        tokens.useUp(OneTimeTokens.PASSWORD_RESET, user.id);
        mails.enqueue(
                "", "password-changed", user.id + "/" + now.toEpochMilli(), user.email, Map.of("at", MailTime.of(now)));
        audit.record(caller.actor(), "change-password", "User", user.id.toString(), null, null);
    }

    private UUID self() {
        return caller.user().orElseThrow();
    }
}
