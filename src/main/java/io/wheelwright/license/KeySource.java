package io.wheelwright.license;

import java.util.Optional;

/**
 * Where the keys of licenses are kept.
 *
 * <p>Both methods throw {@link java.io.UncheckedIOException} where that place cannot be read, and
 * {@link IllegalArgumentException}, which says what is wrong, where there is something else than keys.
 */
interface KeySource {

    /** The keys; made where there are none yet, if that can be. */
    KeyRing load();

    /** The keys that are there now, if any; makes nothing. */
    Optional<KeyRing> look();

    /** The setting that says where they are; empty where the hub makes them itself. */
    default Optional<String> setting() {
        return Optional.empty();
    }

    /**
     * Whether what {@link #load} has thrown may pass without another setting.
     *
     * @param trouble what was thrown
     */
    default boolean mayPass(RuntimeException trouble) {
        return true;
    }
}
