package io.wheelwright.api.v1alpha1;

/** Who moves spokes to a new version of a product. */
public enum UpgradePolicy {
    /** A rollout or a pin does. */
    Manual,
    /** Every new version reaches every spoke that is not pinned. */
    Automatic
}
