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
}
