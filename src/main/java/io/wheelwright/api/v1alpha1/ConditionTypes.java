package io.wheelwright.api.v1alpha1;

/** Types of the conditions in a status. */
public final class ConditionTypes {

    /** The spoke's names and namespace are its own. */
    public static final String CLAIMED = "Claimed";

    /** Guard rails are effective and the release is deployed. */
    public static final String PROVISIONED = "Provisioned";

    /** The software runs and its agent has reported. */
    public static final String BOOTED = "Booted";

    /** The packs of the plan are installed. */
    public static final String INSTALLED = "Installed";

    /** The customer has been told. */
    public static final String HANDED_OFF = "HandedOff";

    /** Summary: the object does what its spec asks for. */
    public static final String READY = "Ready";

    /** Present, and True, only while work is going on. */
    public static final String RECONCILING = "Reconciling";

    /** Present, and True, only while nothing more will be tried until somebody acts. */
    public static final String STALLED = "Stalled";

    /** Present, and True, only while a pack of the plan has no published version in its range. */
    public static final String PACKS_UNRESOLVED = "PacksUnresolved";

    /** Present, and True, only while a spoke that is installed lacks a version of a pack that it should have. */
    public static final String PACKS_OUTSTANDING = "PacksOutstanding";

    /** Present, and True, only while nothing is left of what the biller's day of deletion has ended. */
    public static final String PURGED = "Purged";

    /** Billing lets the organization use what it ordered. */
    public static final String ENTITLED = "Entitled";

    private ConditionTypes() {}
}
