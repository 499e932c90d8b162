package io.wheelwright.api.v1alpha1;

/** Reasons of conditions: stable words that software may match; the message beside them is for people. */
public final class Reasons {

    /** The phase is done. */
    public static final String COMPLETED = "Completed";

    /** Every phase is done. */
    public static final String READY = "Ready";

    /** A host that a spoke wants, or one above or below it, is another's. */
    public static final String HOSTNAME_TAKEN = "HostnameTaken";

    /** The host that a spoke wants is the domain of all the others. */
    public static final String HOSTNAME_RESERVED = "HostnameReserved";

    /** First part of the reason of a phase that waits for an earlier one, such as {@code WaitingForClaim}. */
    public static final String WAITING_FOR = "WaitingFor";

    /** A required pack is not there in any version. */
    public static final String WAITING_FOR_PACKS = WAITING_FOR + "Packs";

    /** A person suspended the spoke or its organization. */
    public static final String SUSPENDED = "Suspended";

    /** The object is being removed. */
    public static final String TERMINATING = "Terminating";

    /** The referenced organization does not exist. */
    public static final String ORGANIZATION_NOT_FOUND = "OrganizationNotFound";

    /** The referenced product does not exist. */
    public static final String PRODUCT_NOT_FOUND = "ProductNotFound";

    /** The product has no such plan. */
    public static final String PLAN_NOT_FOUND = "PlanNotFound";

    /** Another object already has the name or hostname. */
    public static final String CONFLICT = "Conflict";

    /** It is the organization of those who run the hub, from which nothing is taken. */
    public static final String OWN_ORGANIZATION = "OwnOrganization";

    /** Access granted by hand: no biller is at work. */
    public static final String MANUAL = "Manual";

    /** The trial is running. */
    public static final String TRIALING = "Trialing";

    /** The trial is running, and the subscription ends with it. */
    public static final String TRIAL_ENDING = "TrialEnding";

    /** The trial is over; a few days are left to subscribe. */
    public static final String TRIAL_GRACE = "TrialGrace";

    /** The trial and its grace are over. */
    public static final String TRIAL_OVER = "TrialOver";

    /** Paid. */
    public static final String ACTIVE = "Active";

    /** Paid until a day on which the subscription ends. */
    public static final String CANCEL_SCHEDULED = "CancelScheduled";

    /** A payment failed, and everything works for a few days. */
    public static final String PAYMENT_FAILED = "PaymentFailed";

    /** A payment failed; a few days are left to pay. */
    public static final String PAYMENT_PAST_DUE = "PaymentPastDue";

    /** A payment failed and its grace is over. */
    public static final String GRACE_EXPIRED = "GraceExpired";

    /** The biller suspended the subscription. */
    public static final String UNPAID = "Unpaid";

    /** A payment is disputed, or was taken back by that. */
    public static final String DISPUTE_OPEN = "DisputeOpen";

    /** All that was paid for the present period was refunded. */
    public static final String REFUNDED = "RefundedInFull";

    /** Payments are not collected for now. */
    public static final String COLLECTION_PAUSED = "CollectionPaused";

    /** The trial has ended without a payment method. */
    public static final String TRIAL_UNPAID = "TrialEndedWithoutPaymentMethod";

    /** Billing would take something, and somebody has said that it takes nothing for now. */
    public static final String BILLING_HELD = "BillingHeld";

    /** The subscription has ended; data can be exported. */
    public static final String CANCELLED = "Cancelled";

    /** The subscription has ended and the data will be deleted soon. */
    public static final String DELETION_SCHEDULED = "DeletionScheduled";

    /** The day of deletion has come or is near, but the biller does not say that the subscription has ended: nothing is deleted. */
    public static final String DELETION_DOUBTFUL = "DeletionDoubtful";

    /** The subscription has ended and the biller's day of deletion has come. */
    public static final String DELETION_DUE = "DeletionDue";

    /** The biller's day of deletion has come, and nothing of the instance is left. */
    public static final String PURGED = "Purged";

    /** The biller's word is not understood: what the customer had is kept. */
    public static final String BILLING_UNKNOWN = "BillingUnknown";

    /** Required fields are missing: the object was stored under another schema. */
    public static final String UNREADABLE = "Unreadable";

    /** A container ends again and again. */
    public static final String CRASH_LOOP = "CrashLoop";

    /** The API server, or a policy of the cluster, refuses what is needed. */
    public static final String KUBERNETES_API_REFUSED = "KubernetesApiRefused";

    private Reasons() {}
}
