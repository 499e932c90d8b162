package io.wheelwright.account;

import java.util.Optional;
import java.util.UUID;

/**
 * What an account is opened by.
 *
 * @param passwordHash of the password that it is to have
 * @param mailbox whether the address was confirmed: then the password counts, whoever has the account
 * @param user who has given the password of an account that is there
 */
record Proof(String passwordHash, boolean mailbox, Optional<UUID> user) {

    static Proof ofMailbox(String passwordHash) {
        return new Proof(passwordHash, true, Optional.empty());
    }

    static Proof ofPassword(String passwordHash, Optional<UUID> user) {
        return new Proof(passwordHash, false, user);
    }

    /** Whether it is this user who comes back. */
    boolean isOf(UserEntity known) {
        return mailbox || user.filter(known.id::equals).isPresent();
    }

    @Override
    public String toString() {
        return "Proof[***]";
    }
}
