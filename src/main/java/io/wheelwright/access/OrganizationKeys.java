package io.wheelwright.access;

import java.util.Optional;
import java.util.UUID;

/** Tokens that the software of organizations calls with; asks the database. */
public interface OrganizationKeys {

    /** What every token begins with, so that people and scanners of leaked secrets know it when they see it. */
    String PREFIX = "ww_";

    /**
     * A token that is good.
     *
     * @param orgId the organization that it is of
     * @param manages whether it may change things; it may look in any case
     * @param suspended whether the organization is suspended
     */
    record Key(UUID id, String orgId, boolean manages, boolean suspended) {}

    /** Empty for a token that is not good, or not any more. */
    Optional<Key> key(String token);

    /** Whether the token of this id may change things, now. */
    boolean manages(UUID id);
}
