package io.wheelwright.access;

import java.util.Optional;

/** Whose key it is; answered from memory. */
public interface SpokeKeys {

    /** UID of the spoke that has the key with this SHA-256. */
    Optional<String> spokeUid(String sha256);
}
