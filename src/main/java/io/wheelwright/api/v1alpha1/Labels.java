package io.wheelwright.api.v1alpha1;

/** Labels and annotations that Wheelwright sets and reads. */
public final class Labels {

    /** API group, and prefix of what follows. */
    public static final String GROUP = "wheelwright.io";

    /** Label: name of the spoke that an object belongs to. */
    public static final String SPOKE = GROUP + "/spoke";

    /** Label: namespace of the Spoke that an object belongs to; tells the hubs of one cluster apart. */
    public static final String FLEET = GROUP + "/fleet";

    /** Label of a snapshot, and annotation of a spoke's namespace: name of the product. */
    public static final String PRODUCT = GROUP + "/product";

    /** Label: part of a spoke that a pod plays, see {@link #AGENT}. */
    public static final String COMPONENT = GROUP + "/component";

    /** Value of {@link #COMPONENT} on the pods of the Spoke Agent. */
    public static final String AGENT = "agent";

    /** Label: what made an object. */
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** Value of {@link #MANAGED_BY} on what the operator makes. */
    public static final String WHEELWRIGHT = "wheelwright";

    /** Annotation of a spoke's namespace: name of the organization that it was made for. */
    public static final String ORGANIZATION = GROUP + "/organization";

    /** Annotation of a spoke's namespace: the host, without a port, that the Ingresses in it may be for. */
    public static final String HOSTNAME = GROUP + "/hostname";

    /** Finalizer of an Organization and of a Spoke: what they stand for is dealt with before they go. */
    public static final String FINALIZER = GROUP + "/deletion";

    /** Annotation: UID of the Spoke that a namespace was made for. */
    public static final String UID = GROUP + "/spoke-uid";

    /** Annotation of a spoke's namespace: identity that survives restore and re-apply. */
    public static final String BIRTH_ID = GROUP + "/birth-id";

    /** Annotation of a Spoke: a new token here starts a stalled operation anew. */
    public static final String RETRY = GROUP + "/retry";

    /** Annotation of a Spoke: the UID of the namespace that it is to take over, see docs/deletion.md. */
    public static final String ADOPT = GROUP + "/adopt";

    /** Annotation of a Spoke, and of the Secret of its agent: a new token here gives the agent another key. */
    public static final String ROTATE_KEY = GROUP + "/rotate-key";

    /** Annotation of a spoke's namespace: its workloads have been brought to rest. */
    public static final String SUSPENDED = GROUP + "/suspended";

    /** Label of a spoke's namespace whose Spoke was deleted. */
    public static final String RETAINED = GROUP + "/retained";

    /** Label of a Job that the operator made from a hook of the product: the name of the hook. */
    public static final String HOOK = GROUP + "/hook";

    private Labels() {}
}
