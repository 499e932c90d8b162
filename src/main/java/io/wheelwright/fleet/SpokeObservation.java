package io.wheelwright.fleet;

import io.wheelwright.api.v1alpha1.Access;

/**
 * What the operator sees of a spoke. What is null stays as it was.
 *
 * @param uid UID of the Spoke resource
 * @param status {@code provisioning}, {@code active}, {@code suspended} or {@code decommissioned}
 * @param targetVersion version of the software that the spoke may have
 */
public record SpokeObservation(
        String uid, String status, String phase, Access access, String plan, String targetVersion, String health) {}
