package io.wheelwright.account;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.core.http.HttpServerRequest;
import io.wheelwright.access.Caller;
import io.wheelwright.limit.RateLimit;
import io.wheelwright.limit.RateLimits;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * Who it is that accepts an invitation: the token proves that somebody reads the mailbox, and an account with that address
 * is shown by its session or its password, which counts like a login. Who has no account opens one.
 */
@ApplicationScoped
class Admission {

    private final OneTimeTokens tokens;
    private final Joining joining;
    private final Logins logins;
    private final FailedLogins failures;
    private final Passwords passwords;
    private final RateLimits limits;
    private final Caller caller;

    Admission(
            OneTimeTokens tokens,
            Joining joining,
            Logins logins,
            FailedLogins failures,
            Passwords passwords,
            RateLimits limits,
            Caller caller) {
        this.tokens = tokens;
        this.joining = joining;
        this.logins = logins;
        this.failures = failures;
        this.passwords = passwords;
        this.limits = limits;
        this.caller = caller;
    }

    /** An invitation, and the account with its address. */
    private record Invited(InvitationEntity invitation, Optional<UserEntity> user) {}

    /** Lets somebody in. No transaction is open while a password is looked at. */
    AcceptedView accept(HttpServerRequest request, Acceptance given) {
        Invited invited = QuarkusTransaction.requiringNew()
                .call(() -> invited(given.token()))
                .orElseThrow(Joining::unknown);
        Optional<UUID> here = caller.user();
        if (here.isPresent()) {
            demandSame(here.get(), invited);
            return joining.known(given.token(), here.get());
        }
        return invited.user().isPresent()
                ? joining.known(given.token(), logIn(request, invited, given.demandPassword()))
                : joining.newcomer(given.token(), hash(invited.invitation(), given.demandPassword()));
    }

    private Optional<Invited> invited(String token) {
        return tokens.unused(OneTimeTokens.INVITATION, token)
                .flatMap(joining::open)
                .map(invitation -> new Invited(invitation, UserEntity.ofKey(invitation.emailKey)));
    }

    private static void demandSame(UUID here, Invited invited) {
        if (invited.user().filter(user -> user.id.equals(here)).isEmpty()) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The invitation is for another address than that of your account: log out and follow the link again,"
                            + " or ask to be invited with your address.");
        }
    }

    private UUID logIn(HttpServerRequest request, Invited invited, String password) {
        InvitationEntity invitation = invited.invitation();
        limits.take(RateLimit.LOGIN, request, invitation.emailKey);
        Credentials credentials = new Credentials(invitation.email, password, null);
        return failures.inTurn(limits.place(request) + "\n" + invitation.emailKey, () -> logins.user(credentials))
                .map(Logins.Known::id)
                .orElseThrow(() -> Problem.of(
                        ProblemType.UNAUTHORIZED,
                        "There is an account with this address, and this is not its password."));
    }

    private String hash(InvitationEntity invitation, String password) {
        Check check = new Check();
        PasswordRules.checkLength(check, password);
        check.done();
        PasswordRules.checkStrength(password, invitation.email);
        return passwords.hash(password);
    }
}
