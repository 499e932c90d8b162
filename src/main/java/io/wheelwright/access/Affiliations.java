package io.wheelwright.access;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who belongs to which organizations; asks the database. */
public interface Affiliations {

    /**
     * What a user is to an organization.
     *
     * @param suspended whether the organization is suspended
     */
    record Affiliation(MemberRole role, boolean suspended) {}

    /** Empty for who does not belong to the organization that has this name now. */
    Optional<Affiliation> of(UUID userId, String orgId);

    /** Names of the organizations that the user belongs to. */
    Set<String> organizations(UUID userId);
}
