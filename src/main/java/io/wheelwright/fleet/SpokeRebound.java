package io.wheelwright.fleet;

/**
 * An instance belongs to another Spoke resource now, as after a restore of the cluster. Fired in the transaction that
 * records it.
 *
 * @param formerUid UID of the Spoke that it belonged to
 */
public record SpokeRebound(String formerUid, String spokeUid) {}
