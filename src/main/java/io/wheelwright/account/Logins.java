package io.wheelwright.account;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Who may log in. */
@ApplicationScoped
class Logins {

    private final Passwords passwords;
    private final Clock clock;

    Logins(Passwords passwords, Clock clock) {
        this.passwords = passwords;
        this.clock = clock;
    }

    /** A user, and the hash of the password that was shown, as it is kept now. */
    record Known(UUID id, String hash) {}

    /** The user with this address and password. No transaction is open while the password is looked at. */
    Optional<Known> user(Credentials credentials) {
        Optional<Known> known = Address.parse(credentials.email()).flatMap(Logins::find);
        if (known.isEmpty()) {
            passwords.matchNobody(credentials.password());
            return Optional.empty();
        }
        return known.filter(user -> passwords.matches(credentials.password(), user.hash()))
                .flatMap(user -> passwords.isOutdated(user.hash()) ? upgrade(user, credentials) : Optional.of(user));
    }

    private static Optional<Known> find(Address address) {
        return QuarkusTransaction.requiringNew()
                .call(() -> UserEntity.of(address).map(user -> new Known(user.id, user.passwordHash)));
    }

    /** Looks again where somebody else was faster: another login with the same password, or a new password. */
    private Optional<Known> upgrade(Known user, Credentials credentials) {
        String hash = passwords.hash(credentials.password());
        boolean replaced = QuarkusTransaction.requiringNew()
                        .call(() -> UserEntity.update(
                                "passwordHash = ?1, updatedAt = ?2 where id = ?3 and passwordHash = ?4",
                                hash,
                                clock.instant(),
                                user.id(),
                                user.hash()))
                == 1;
        return replaced ? Optional.of(new Known(user.id(), hash)) : user(credentials);
    }
}
