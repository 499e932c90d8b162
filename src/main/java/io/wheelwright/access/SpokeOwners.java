package io.wheelwright.access;

import java.util.Optional;

/** Whose a spoke is. */
public interface SpokeOwners {

    /** Name of the organization that has the spoke; empty when there is no such spoke. */
    Optional<String> organizationOf(String spokeId);
}
