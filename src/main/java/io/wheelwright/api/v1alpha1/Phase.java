package io.wheelwright.api.v1alpha1;

/**
 * Where a spoke is in its life, for people who read a table. Derived from the conditions and never read by software:
 * wait for a condition instead, because a phase can't say why, and more phases may come.
 */
public enum Phase {
    /** Its name and namespace are being claimed. */
    Claim,
    /** Guard rails and workloads are being made. */
    Provision,
    /** Its software is starting. */
    Boot,
    /** Its packs are being installed. */
    Install,
    /** It is being handed to the customer. */
    Handoff,
    /** The customer can use it. */
    Ready,
    /** It is suspended; data is kept. */
    Suspended,
    /** It is being removed. */
    Terminating,
    /** The subscription has ended and nothing of the instance is left. */
    Purged
}
