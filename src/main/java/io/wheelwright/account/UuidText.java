package io.wheelwright.account;

import java.util.Optional;
import java.util.UUID;

/** Ids as they stand in paths. */
final class UuidText {

    private UuidText() {}

    /** Empty for a text that is no UUID. */
    static Optional<UUID> parse(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
