package io.wheelwright.release;

import java.time.Instant;
import java.util.Optional;

/**
 * A revision of a release as Helm has recorded it.
 *
 * @param status Helm's word: deployed, failed, pending-install, pending-upgrade, pending-rollback, superseded …
 * @param revision counts from 1
 * @param chart name of the chart
 * @param chartVersion version of the chart
 * @param valuesDigest identity of the values that were given
 * @param deployedAt when this revision was made
 * @param productVersion version of the product that the values were rendered from, as they say themselves
 */
public record ReleaseRecord(
        String status,
        int revision,
        String chart,
        String chartVersion,
        String valuesDigest,
        Instant deployedAt,
        Optional<String> productVersion) {

    /** Whether this revision was installed as a whole. */
    public boolean isDeployed() {
        return status.equals("deployed");
    }

    boolean isPending() {
        return status.startsWith("pending-");
    }
}
