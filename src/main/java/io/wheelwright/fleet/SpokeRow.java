package io.wheelwright.fleet;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * What the hub keeps of a spoke.
 *
 * @param uid UID of the Spoke resource
 * @param birthId identity that survives restore and re-apply
 * @param keySha256 SHA-256 of the agent's key in lowercase hexadecimal
 * @param visible whether the directory lists it
 * @param ownBilling whether it has a subscription of its own
 */
@RecordBuilder
public record SpokeRow(
        String uid,
        String spokeId,
        String orgId,
        String orgUid,
        String productId,
        String plan,
        String region,
        String namespace,
        String birthId,
        String hostname,
        String url,
        String keySha256,
        boolean visible,
        boolean ownBilling) {

    SpokeRow withVisible(boolean wanted) {
        return SpokeRowBuilder.builder(this).visible(wanted).build();
    }
}
