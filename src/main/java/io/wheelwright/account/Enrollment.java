package io.wheelwright.account;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.wheelwright.organization.NewOrganization;
import io.wheelwright.organization.Organizations;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What comes before the one transaction of a signup and takes longer than a transaction may: the rules of passwords, their
 * hashes, and what the API server thinks of the organization.
 */
@ApplicationScoped
class Enrollment {

    private final Signups signups;
    private final Memberships memberships;
    private final Organizations organizations;
    private final Passwords passwords;
    private final Logins logins;
    private final FailedLogins failures;

    Enrollment(
            Signups signups,
            Memberships memberships,
            Organizations organizations,
            Passwords passwords,
            Logins logins,
            FailedLogins failures) {
        this.signups = signups;
        this.memberships = memberships;
        this.organizations = organizations;
        this.passwords = passwords;
        this.logins = logins;
        this.failures = failures;
    }

    /** Ends the request when nothing could come of the signup. */
    void check(SignupRequest wanted) {
        wanted.checkPassword();
        consider(wanted);
    }

    /**
     * The same where addresses are not confirmed, and what the account opens by. Who has an account, but no organization
     * any more, comes back by its password.
     *
     * @param place from where somebody signs up
     */
    Proof prove(Address address, SignupRequest wanted, String place) {
        wanted.checkPassword();
        Supplier<String> hash = passwords.hashing(wanted.password());
        consider(wanted);
        Optional<UUID> user = isAlone(address)
                ? failures.inTurn(place + "\n" + address.key(), () -> logins.user(
                                new Credentials(address.written(), wanted.password(), null))
                        .map(Logins.Known::id))
                : Optional.empty();
        return Proof.ofPassword(hash.get(), user);
    }

    /**
     * A signup whose account is open.
     *
     * @param before whether it was so before: then the password that came is nobody's
     */
    record Confirmed(SignupEntity signup, boolean before) {}

    /** Opens the account that the token was sent for, with this password; empty when the token is not good. */
    Optional<Confirmed> confirm(NewPassword given) {
        Optional<SignupEntity> wanted =
                Optional.of(given).filter(NewPassword::mayBeOurs).flatMap(likely -> signups.wanted(likely.token()));
        if (wanted.filter(signup -> signup.completedAt == null).isEmpty()) {
            return wanted.map(signup -> new Confirmed(signup, true));
        }
        SignupEntity signup = wanted.get();
        PasswordRules.checkStrength(given.password(), signup.email, signup.organizationName, signup.fullName);
        Supplier<String> hash = passwords.hashing(given.password());
        organizations.consider(new NewOrganization(signup.organizationName, signup.email));
        return signups.confirm(given.token(), hash.get()).map(opened -> new Confirmed(opened, false));
    }

    private void consider(SignupRequest wanted) {
        organizations.consider(new NewOrganization(wanted.organizationName().strip(), wanted.email()));
    }

    private boolean isAlone(Address address) {
        return QuarkusTransaction.requiringNew().call(() -> UserEntity.of(address)
                .filter(user -> !memberships.hasSome(user))
                .isPresent());
    }
}
