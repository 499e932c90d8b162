package io.wheelwright.fleet;

import io.wheelwright.agent.protocol.Manifest;
import io.wheelwright.api.v1alpha1.Access;
import java.util.List;

/**
 * What a heartbeat needs to know of a spoke.
 *
 * @param id what lists of spokes are ordered by
 * @param access what the operator last derived, None while licenses are revoked; Full while it has not said yet
 * @param licenseRevision revision of its newest license; null while it has none
 * @param manifest what the agent should pull; null before it is published
 * @param keys SHA-256 of the keys that are valid, the newest first
 */
record KnownSpoke(
        long id,
        String uid,
        String spokeId,
        String orgId,
        String status,
        Access access,
        boolean revoked,
        Long licenseRevision,
        boolean handedOff,
        String targetVersion,
        Manifest manifest,
        List<String> keys) {

    /** Whether there is a former key, which this one replaces. */
    boolean replaces(String key) {
        return keys.size() > 1 && keys.get(0).equals(key);
    }

    boolean licensed() {
        return access == Access.Full || access == Access.ReadOnly;
    }
}
